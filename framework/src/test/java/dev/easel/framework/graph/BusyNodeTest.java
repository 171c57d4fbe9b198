package dev.easel.framework.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.framework.packet.Packet;
import dev.easel.framework.testing.GraphRunner;
import dev.easel.framework.watch.Crew;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What an application adds while a node is busy is there, all of it, when the node looks again:
 * whoever runs the node.
 */
@Timeout(60)
class BusyNodeTest {
  private enum Threads {
    ONE("num_threads: 1 "),
    TWO("num_threads: 2 "),
    THE_APPLICATIONS("executor { type: \"ApplicationThreadExecutor\" } ");

    private final String header;

    Threads(String header) {
      this.header = header;
    }
  }

  /** A node that is held in its call at 0 while the application goes on. */
  private static final class Busy {
    private final Threads threads;
    private final String handler;
    private final List<String> streams;
    private boolean processesBounds;
    private int first = 1;

    Busy(Threads threads, String handler, String... streams) {
      this.threads = threads;
      this.handler = handler;
      this.streams = List.of(streams);
    }

    Busy processingBounds() {
      processesBounds = true;
      return this;
    }

    /** Gets so many packets before its first call, for a handler that waits for them. */
    Busy after(int packets) {
      first = packets;
      return this;
    }

    private String text() {
      StringBuilder graph = new StringBuilder(threads.header);
      StringBuilder node = new StringBuilder("node { calculator: \"Busy\" ");
      for (String stream : streams) {
        String name = name(stream);
        graph.append("input_stream: \"").append(name).append("\" ");
        node.append("input_stream: \"").append(stream).append("\" ");
      }
      return graph.append(node).append(handler).append(" }").toString();
    }

    private static String name(String stream) {
      return stream.substring(stream.lastIndexOf(':') + 1);
    }

    /** The calls of the node, when all that is done {@code meanwhile} is over. */
    List<String> calls(Consumer<CalculatorGraph> meanwhile) {
      List<String> calls = Collections.synchronizedList(new ArrayList<>());
      CountDownLatch begun = new CountDownLatch(1);
      CountDownLatch go = new CountDownLatch(1);
      AnyPorts calculator =
          AnyPorts.processing(
                  cc -> {
                    calls.add(AnyPorts.inputs(cc));
                    if (cc.inputTimestamp() == 0) {
                      begun.countDown();
                      go.await();
                    }
                  })
              .closing(cc -> calls.add("close"))
              .with(contract -> contract.setProcessTimestampBounds(processesBounds));
      Crew crew = new Crew();
      CalculatorGraph graph =
          crew.owns(
              new CalculatorGraph(
                  GraphRunner.of(text()).calculator("Busy", () -> calculator).description()));
      crew.start(
          "application",
          () -> {
            graph.startRun(Map.of());
            for (int t = 0; t < first; t++) {
              for (String stream : streams) {
                // A number: some handlers read it.
                graph.addPacketToInputStream(name(stream), Packet.of(t, t));
              }
            }
            crew.start("waiting", graph::waitUntilIdle);
            begun.await();
            meanwhile.accept(graph);
            go.countDown();
            graph.waitUntilIdle();
            graph.closeAllInputStreams();
            graph.waitUntilDone();
          });
      crew.join();
      return calls;
    }
  }

  private static void add(CalculatorGraph graph, String stream, long timestamp, Object value) {
    graph.addPacketToInputStream(stream, Packet.of(value, timestamp));
  }

  private static String handler(String name) {
    return "input_stream_handler { input_stream_handler: \"%s\" }".formatted(name);
  }

  private static String handler(String name, String options) {
    return "input_stream_handler { input_stream_handler: \"%1$s\" options { [mediapipe.%1$sOptions.ext] { %2$s } } }"
        .formatted(name, options);
  }

  private static String fixedSize(int trigger, int target) {
    return handler(
        "FixedSizeInputStreamHandler",
        "trigger_queue_size: %d target_queue_size: %d".formatted(trigger, target));
  }

  private static final String IMMEDIATE = handler("ImmediateInputStreamHandler");

  private static void frames(CalculatorGraph graph, String... streams) {
    for (long t = 10; t <= 100; t += 10) {
      for (String stream : streams) {
        add(graph, stream, t, stream + t);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFixedSizeOfOneHandsOutTheNewestOnly(Threads threads) {
    assertThat(new Busy(threads, fixedSize(2, 1), "a").calls(graph -> frames(graph, "a")))
        .containsExactly("0: 0", "100: a100", "close");
  }

  @ParameterizedTest
  @EnumSource
  void aFixedSizeOfTwoHandsOutTheNewestTwo(Threads threads) {
    assertThat(new Busy(threads, fixedSize(3, 2), "a").calls(graph -> frames(graph, "a")))
        .containsExactly("0: 0", "90: a90", "100: a100", "close");
  }

  @ParameterizedTest
  @EnumSource
  void aFixedSizeKeepsSetsTogether(Threads threads) {
    assertThat(new Busy(threads, fixedSize(2, 1), "a", "b").calls(graph -> frames(graph, "a", "b")))
        .containsExactly("0: 0 0", "100: a100 b100", "close");
  }

  @ParameterizedTest
  @EnumSource
  void aFixedSizeHandsOutTheNewestBeforeTheEnd(Threads threads) {
    assertThat(
            new Busy(threads, fixedSize(2, 1), "a")
                .calls(
                    graph -> {
                      frames(graph, "a");
                      graph.closeInputStream("a");
                    }))
        .containsExactly("0: 0", "100: a100", "close");
  }

  @ParameterizedTest
  @EnumSource
  void anImmediateNodeGetsAllOfOneTimeTogether(Threads threads) {
    assertThat(
            new Busy(threads, IMMEDIATE, "a", "b", "c")
                .calls(
                    graph -> {
                      add(graph, "a", 10, "a");
                      add(graph, "b", 10, "b");
                      add(graph, "c", 10, "c");
                    }))
        .endsWith("10: a b c", "close");
  }

  @ParameterizedTest
  @EnumSource
  void anImmediateNodeGetsTheLowestTimeFirst(Threads threads) {
    assertThat(
            new Busy(threads, IMMEDIATE, "a", "b", "c")
                .calls(
                    graph -> {
                      add(graph, "c", 20, "c");
                      add(graph, "a", 10, "a");
                      add(graph, "b", 10, "b");
                      add(graph, "b", 30, "b");
                      add(graph, "a", 30, "a");
                      add(graph, "c", 30, "c");
                    }))
        .endsWith("10: a b -", "20: - - c", "30: a b c", "close");
  }

  @ParameterizedTest
  @EnumSource
  void anImmediateNodeGetsAllOfOneTimeTogetherBeforeTheEnd(Threads threads) {
    assertThat(
            new Busy(threads, IMMEDIATE, "a", "b")
                .calls(
                    graph -> {
                      add(graph, "a", 10, "a");
                      add(graph, "b", 10, "b");
                      graph.closeAllInputStreams();
                    }))
        .endsWith("10: a b", "close");
  }

  @ParameterizedTest
  @EnumSource
  void syncSetsGoEachForItself(Threads threads) {
    String sets =
        handler(
            "SyncSetInputStreamHandler",
            "sync_set { tag_index: \"A\" tag_index: \"B\" } sync_set { tag_index: \"C\" }");
    assertThat(
            new Busy(threads, sets, "A:a", "B:b", "C:c")
                .calls(
                    graph -> {
                      add(graph, "a", 10, "a");
                      add(graph, "c", 10, "c");
                      add(graph, "b", 10, "b");
                    }))
        .endsWith("10: a b -", "10: - - c", "close");
  }

  @ParameterizedTest
  @EnumSource
  void boundsAreTakenAsOne(Threads threads) {
    assertThat(
            new Busy(threads, "", "a")
                .processingBounds()
                .calls(
                    graph -> {
                      graph.setInputStreamTimestampBound("a", 11);
                      graph.setInputStreamTimestampBound("a", 21);
                      graph.setInputStreamTimestampBound("a", 31);
                    }))
        .startsWith("0: 0", "30: -");
  }

  @ParameterizedTest
  @EnumSource
  void boundsOfAnImmediateNodeAreTakenTogether(Threads threads) {
    assertThat(
            new Busy(threads, IMMEDIATE, "a", "b")
                .processingBounds()
                .calls(
                    graph -> {
                      graph.setInputStreamTimestampBound("a", 11);
                      graph.setInputStreamTimestampBound("b", 11);
                      add(graph, "a", 20, "a");
                      graph.setInputStreamTimestampBound("b", 21);
                    }))
        .contains("20: a -")
        .doesNotContain("10: - -");
  }

  @ParameterizedTest
  @EnumSource
  void aJoinGetsPacketsAndBoundsInOrder(Threads threads) {
    assertThat(
            new Busy(threads, "", "a", "b")
                .calls(
                    graph -> {
                      frames(graph, "a");
                      add(graph, "b", 20, "b20");
                      graph.setInputStreamTimestampBound("b", 41);
                    }))
        .startsWith("0: 0 0", "10: a10 -", "20: a20 b20", "30: a30 -", "40: a40 -");
  }

  @ParameterizedTest
  @EnumSource
  void anAlignedJoinGetsAllInOrder(Threads threads) {
    String align = handler("TimestampAlignInputStreamHandler", "timestamp_base_tag_index: \"A\"");
    assertThat(
            new Busy(threads, align, "B:b", "A:a")
                .calls(
                    graph -> {
                      add(graph, "a", 10, "a10");
                      add(graph, "b", 10, "b10");
                      add(graph, "b", 20, "b20");
                      add(graph, "a", 20, "a20");
                    }))
        .containsExactly("0: 0 0", "10: a10 b10", "20: a20 b20", "close");
  }

  @ParameterizedTest
  @EnumSource
  void aMuxTakesWhatIsSelected(Threads threads) {
    assertThat(
            new Busy(
                    threads, handler("MuxInputStreamHandler"), "INPUT:0:a", "INPUT:1:b", "SELECT:s")
                .calls(
                    graph -> {
                      add(graph, "s", 10, 1);
                      add(graph, "a", 10, "a10");
                      add(graph, "b", 10, "b10");
                      add(graph, "s", 20, 0);
                      add(graph, "b", 20, "b20");
                      add(graph, "a", 20, "a20");
                    }))
        .containsExactly("0: 0 - 0", "10: - b10 1", "20: a20 - 0", "close");
  }

  @ParameterizedTest
  @EnumSource
  void aBarrierTakesOneOfEach(Threads threads) {
    assertThat(
            new Busy(threads, handler("BarrierInputStreamHandler"), "a", "b")
                .calls(
                    graph -> {
                      add(graph, "a", 10, "a10");
                      add(graph, "a", 20, "a20");
                      add(graph, "b", 30, "b30");
                      add(graph, "b", 40, "b40");
                    }))
        .containsExactly("0: 0 0", "10: a10 b30", "20: a20 b40", "close");
  }

  @ParameterizedTest
  @EnumSource
  void batchesAreFilledFromWhatWaits(Threads threads) {
    String batches = handler("DefaultInputStreamHandler", "batch_size: 2");
    assertThat(
            new Busy(threads, batches, "a")
                .after(2)
                .calls(
                    graph -> {
                      for (long t = 2; t <= 6; t++) {
                        add(graph, "a", t, "a" + t);
                      }
                    }))
        .containsExactly("0: 0", "1: 1", "2: a2", "3: a3", "4: a4", "5: a5", "6: a6", "close");
  }

  @ParameterizedTest
  @EnumSource
  void anEarlyCloseTakesWhatCameBeforeIt(Threads threads) {
    assertThat(
            new Busy(threads, handler("EarlyCloseInputStreamHandler"), "a", "b")
                .calls(
                    graph -> {
                      add(graph, "a", 10, "a10");
                      add(graph, "b", 10, "b10");
                      graph.closeInputStream("b");
                      add(graph, "a", 20, "a20");
                    }))
        .containsExactly("0: 0 0", "10: a10 b10", "close");
  }

  @ParameterizedTest
  @EnumSource
  void allThatCameBeforeTheEndIsProcessed(Threads threads) {
    assertThat(
            new Busy(threads, "", "a")
                .calls(
                    graph -> {
                      add(graph, "a", 10, "a10");
                      add(graph, "a", 20, "a20");
                      graph.closeAllInputStreams();
                    }))
        .containsExactly("0: 0", "10: a10", "20: a20", "close");
  }
}
