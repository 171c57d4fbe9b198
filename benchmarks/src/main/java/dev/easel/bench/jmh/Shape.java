package dev.easel.bench.jmh;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The graphs that the benchmarks run, as text; each has one graph input, {@code in}. */
public enum Shape {
  /** One node. */
  CHAIN_1 {
    @Override
    String nodes() {
      return chain(1);
    }
  },
  /** Ten nodes, one after another. */
  CHAIN_10 {
    @Override
    String nodes() {
      return chain(10);
    }
  },
  /** A hundred nodes, one after another. */
  CHAIN_100 {
    @Override
    String nodes() {
      return chain(100);
    }
  },
  /** Sixteen nodes side by side and one that joins them. */
  FAN_16 {
    @Override
    String nodes() {
      return IntStream.range(0, 16)
              .mapToObj(i -> node(i, "in", "f" + i))
              .collect(Collectors.joining())
          + "node { calculator: \"Node16\""
          + IntStream.range(0, 16)
              .mapToObj(i -> " input_stream: \"f" + i + "\" output_stream: \"j" + i + "\"")
              .collect(Collectors.joining())
          + " }\n";
    }
  },
  /** Two branches that meet in a node with a sync set for each. */
  DIAMOND_SYNC_SETS {
    @Override
    String nodes() {
      return node(0, "in", "a")
          + node(1, "in", "b")
          + "node { calculator: \"Node2\" input_stream: \"a\" input_stream: \"b\""
          + " output_stream: \"c\" output_stream: \"d\" input_stream_handler {"
          + " input_stream_handler: \"SyncSetInputStreamHandler\" options {"
          + " [mediapipe.SyncSetInputStreamHandlerOptions.ext] {"
          + " sync_set { tag_index: \":0\" } sync_set { tag_index: \":1\" } } } } }\n";
    }
  },
  /** Ten nodes, every second one on an executor of its own. */
  TWO_EXECUTORS {
    @Override
    String nodes() {
      return "executor { name: \"other\" type: \"ThreadPoolExecutor\" options {"
          + " [mediapipe.ThreadPoolExecutorOptions.ext] { num_threads: 1 } } }\n"
          + IntStream.range(0, 10)
              .mapToObj(
                  i ->
                      "node { calculator: \"Node"
                          + i
                          + "\" input_stream: \""
                          + stream(i)
                          + "\" output_stream: \""
                          + stream(i + 1)
                          + (i % 2 == 1 ? "\" executor: \"other\" }\n" : "\" }\n"))
              .collect(Collectors.joining());
    }
  },
  /** Packets dealt out to two nodes in turn, and collected again. */
  MUX_DEMUX {
    @Override
    String nodes() {
      return "node { calculator: \"RoundRobinDemuxCalculator\" input_stream: \"in\""
          + " output_stream: \"OUTPUT:0:a\" output_stream: \"OUTPUT:1:b\" output_stream: \"SELECT:s\" }\n"
          + node(0, "a", "c")
          + node(1, "b", "d")
          + "node { calculator: \"MuxCalculator\" input_stream: \"INPUT:0:c\" input_stream: \"INPUT:1:d\""
          + " input_stream: \"SELECT:s\" output_stream: \"OUTPUT:out\" }\n";
    }
  },
  /** One node that may work on four packets at once. */
  MAX_IN_FLIGHT_4 {
    @Override
    String nodes() {
      return "node { calculator: \"Node0\" input_stream: \"in\" output_stream: \"a\" max_in_flight: 4 }\n"
          + node(1, "a", "out");
    }
  },
  /** A back edge that tells a flow limiter when a packet is through. */
  LOOP {
    @Override
    String nodes() {
      return "node { calculator: \"FlowLimiterCalculator\" input_stream: \"in\""
          + " input_stream: \"FINISHED:out\" output_stream: \"a\""
          + " input_stream_info { tag_index: \"FINISHED\" back_edge: true } options {"
          + " [mediapipe.FlowLimiterCalculatorOptions.ext] { max_in_flight: 100 max_in_queue: 100 } } }\n"
          + node(0, "a", "b")
          + node(1, "b", "out");
    }
  };

  abstract String nodes();

  /** The text of the graph on this many threads of the default executor, 0 for the caller's. */
  String text(int threads) {
    return (threads == 0
            ? "executor { type: \"ApplicationThreadExecutor\" }\n"
            : "num_threads: " + threads + "\n")
        + "input_stream: \"in\"\n"
        + nodes();
  }

  static String chain(int length) {
    return IntStream.range(0, length)
        .mapToObj(i -> node(i, stream(i), stream(i + 1)))
        .collect(Collectors.joining());
  }

  private static String stream(int index) {
    return index == 0 ? "in" : "s" + index;
  }

  private static String node(int number, String input, String output) {
    return "node { calculator: \"Node%d\" input_stream: \"%s\" output_stream: \"%s\" }\n"
        .formatted(number, input, output);
  }
}
