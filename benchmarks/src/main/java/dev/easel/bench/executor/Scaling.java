package dev.easel.bench.executor;

import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.framework.config.GraphDescription;
import dev.easel.framework.graph.CalculatorGraph;
import dev.easel.framework.packet.Packet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How time and memory grow with the size of a graph and with the number of graphs: chains of relays
 * on the caller's thread, each packet awaited. One size in one process; scaling.py asks for
 * several.
 */
public final class Scaling {
  private static final int MEMORY_NODES = 100_000;
  private static final int WARM_UP_ROUNDS = 20;
  private static final int ROUNDS = 15;
  private static final long ROUND_NANOS = 60_000_000;

  private final CalculatorRegistry registry = BenchRegistry.open(1);

  private Scaling() {}

  /** Prints the figures for chains of so many nodes in so many graphs, as JSON. */
  public static void main(String[] args) {
    double[] found = new Scaling().measure(Integer.parseInt(args[0]), Integer.parseInt(args[1]));
    System.out.printf(Locale.ROOT, "{\"nanos\": %.2f, \"bytes\": %.0f}%n", found[0], found[1]);
  }

  /** Nanoseconds per node and packet, and bytes per graph. */
  private double[] measure(int nodes, int count) {
    GraphDescription description =
        GraphDescription.parse(
            "executor { type: \"ApplicationThreadExecutor\" }\ninput_stream: \"s0\"\n"
                + IntStream.range(0, nodes).mapToObj(Scaling::node).collect(Collectors.joining()),
            "scaling.pbtxt",
            registry);
    List<CalculatorGraph> graphs = started(description, count);
    double nanos = nanosPerPacket(graphs) / nodes;
    graphs.forEach(Scaling::end);
    double bytes = bytesPerGraph(description, Math.max(count, MEMORY_NODES / nodes));
    return new double[] {nanos, bytes};
  }

  private static String node(int i) {
    return "node { calculator: \"Relay%d\" input_stream: \"s%d\" output_stream: \"s%d\" }\n"
        .formatted(i % 100, i, i + 1);
  }

  /** Of so many that what else comes and goes in the heap does not count. */
  private static double bytesPerGraph(GraphDescription description, int count) {
    started(description, 1).forEach(Scaling::end);
    long before = usedBytes();
    List<CalculatorGraph> graphs = started(description, count);
    double bytes = (usedBytes() - before) / (double) count;
    graphs.forEach(Scaling::end);
    return bytes;
  }

  private static List<CalculatorGraph> started(GraphDescription description, int count) {
    List<CalculatorGraph> graphs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      CalculatorGraph graph = new CalculatorGraph(description);
      graph.startRun(Map.of());
      graph.waitUntilIdle();
      graphs.add(graph);
    }
    return graphs;
  }

  private static void end(CalculatorGraph graph) {
    graph.closeAllPacketSources();
    graph.waitUntilDone();
    graph.close();
  }

  private static double nanosPerPacket(List<CalculatorGraph> graphs) {
    double[] rounds = new double[ROUNDS];
    Packet packet = Packet.of(7);
    long time = 0;
    for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
      long packets = 0;
      long start = System.nanoTime();
      long now = start;
      while (packets == 0 || now - start < ROUND_NANOS) {
        Packet next = packet.at(time++);
        for (CalculatorGraph graph : graphs) {
          graph.addPacketToInputStream("s0", next);
          graph.waitUntilIdle();
        }
        packets += graphs.size();
        now = System.nanoTime();
      }
      if (round >= 0) {
        rounds[round] = (now - start) / (double) packets;
      }
    }
    Arrays.sort(rounds);
    return rounds[ROUNDS / 2];
  }

  private static long usedBytes() {
    Runtime runtime = Runtime.getRuntime();
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
