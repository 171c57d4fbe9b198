package dev.easel.bench.jmh;

import dev.easel.bench.executor.BenchRegistry;
import dev.easel.framework.config.GraphDescription;
import dev.easel.framework.graph.CalculatorGraph;
import dev.easel.framework.packet.Packet;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Time of a whole run: a graph made of a description, started, given one packet, closed. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class RunBenchmark {
  /** Nodes of the chain. */
  @Param({"5", "50"})
  public int nodes;

  /** Threads of the default executor; 0 is the caller's own. */
  @Param({"0", "1"})
  public int threads;

  // JMH calls the setup before anything else.
  @SuppressWarnings("NullAway.Init")
  private GraphDescription description;

  @SuppressWarnings("NullAway.Init")
  private Packet packet;

  /** Made by JMH. */
  public RunBenchmark() {}

  /** Reads the graph. */
  @Setup(Level.Trial)
  public void read() {
    String head =
        threads == 0
            ? "executor { type: \"ApplicationThreadExecutor\" }\n"
            : "num_threads: " + threads + "\n";
    description =
        GraphDescription.parse(
            head + "input_stream: \"in\"\n" + Shape.chain(nodes),
            "benchmark.pbtxt",
            BenchRegistry.nodes(0));
    packet = Packet.of(7, 1);
  }

  /** One run. */
  @Benchmark
  public void run() {
    try (CalculatorGraph graph = new CalculatorGraph(description)) {
      graph.startRun(Map.of());
      graph.addPacketToInputStream("in", packet);
      graph.closeAllPacketSources();
      graph.waitUntilDone();
    }
  }
}
