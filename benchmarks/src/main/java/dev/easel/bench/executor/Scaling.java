package dev.easel.bench.executor;

import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.framework.config.GraphDescription;
import dev.easel.framework.graph.CalculatorGraph;
import dev.easel.framework.packet.Packet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How time and memory grow with the size of a graph and with the number of graphs: chains of relays
 * on the caller's thread, each packet awaited.
 */
public final class Scaling {
  private static final int ROUNDS = 15;
  private static final long ROUND_NANOS = 60_000_000;

  private final CalculatorRegistry registry = BenchRegistry.open(1);

  private Scaling() {}

  /** Prints the tables. */
  public static void main(String[] args) {
    Scaling scaling = new Scaling();
    scaling.measure(10, 1); // the first one only warms up
    System.out.println(
        "nodes  graphs   ns per node and packet   against the first   bytes per graph");
    double first = 0;
    for (int nodes : new int[] {10, 100, 1000, 10_000}) {
      first = scaling.print(nodes, 1, first);
    }
    first = 0;
    for (int graphs : new int[] {1, 10, 100, 1000}) {
      first = scaling.print(10, graphs, first);
    }
  }

  private double print(int nodes, int graphs, double first) {
    double[] found = measure(nodes, graphs);
    double base = first == 0 ? found[0] : first;
    System.out.printf(
        "%5d  %6d   %22.1f   %16.2fx   %15.0f%n",
        nodes, graphs, found[0], found[0] / base, found[1]);
    return base;
  }

  /** Nanoseconds per node and packet, and bytes per graph. */
  private double[] measure(int nodes, int count) {
    GraphDescription description =
        GraphDescription.parse(
            "executor { type: \"ApplicationThreadExecutor\" }\ninput_stream: \"s0\"\n"
                + IntStream.range(0, nodes).mapToObj(Scaling::node).collect(Collectors.joining()),
            "scaling.pbtxt",
            registry);
    long before = usedBytes();
    List<CalculatorGraph> graphs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      CalculatorGraph graph = new CalculatorGraph(description);
      graph.startRun(Map.of());
      graph.waitUntilIdle();
      graphs.add(graph);
    }
    double bytes = (usedBytes() - before) / (double) count;
    double nanos = nanosPerPacket(graphs) / nodes;
    graphs.forEach(Scaling::end);
    return new double[] {nanos, bytes};
  }

  private static String node(int i) {
    return "node { calculator: \"Relay%d\" input_stream: \"s%d\" output_stream: \"s%d\" }\n"
        .formatted(i % 100, i, i + 1);
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
    for (int round = 0; round < ROUNDS; round++) {
      long packets = 0;
      long start = System.nanoTime();
      long now = start;
      while (now - start < ROUND_NANOS) {
        Packet next = packet.at(time++);
        for (CalculatorGraph graph : graphs) {
          graph.addPacketToInputStream("s0", next);
          graph.waitUntilIdle();
        }
        packets += graphs.size();
        now = System.nanoTime();
      }
      rounds[round] = (now - start) / (double) packets;
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
