package dev.easel.bench.jmh;

import dev.easel.bench.executor.BenchRegistry;
import dev.easel.framework.config.GraphDescription;
import dev.easel.framework.graph.CalculatorGraph;
import dev.easel.framework.graph.GraphSettings;
import dev.easel.framework.live.LiveProfile;
import dev.easel.framework.packet.Packet;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Time of one packet through a graph that is fed in batches of 100. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class ThroughputBenchmark {
  private static final int BATCH = 100;

  /** The graph. */
  @Param public Shape shape = Shape.CHAIN_10;

  /** Threads of the default executor; 0 is the caller's own. */
  @Param({"0", "1", "2", "4"})
  public int threads;

  /** How long each node computes on a packet. */
  @Param({"0", "1000", "20000"})
  public int workNanos;

  /** Whether the calls are counted for those who look on. */
  @Param({"false", "true"})
  public boolean live;

  // JMH calls the setup before anything else.
  @SuppressWarnings("NullAway.Init")
  private CalculatorGraph graph;

  @SuppressWarnings("NullAway.Init")
  private Packet packet;

  private long timestamp;

  /** Made by JMH. */
  public ThroughputBenchmark() {}

  /** Starts the graph. */
  @Setup(Level.Trial)
  public void start() {
    GraphDescription description =
        GraphDescription.parse(
            shape.text(threads), "benchmark.pbtxt", BenchRegistry.nodes(workNanos));
    GraphSettings settings = GraphSettings.standard();
    graph =
        new CalculatorGraph(
            description, live ? settings.withLive(new LiveProfile(description.plan())) : settings);
    graph.startRun(Map.of());
    packet = Packet.of(7);
  }

  /** Ends the graph. */
  @TearDown(Level.Trial)
  public void stop() {
    graph.closeAllPacketSources();
    graph.waitUntilDone();
    graph.close();
  }

  /** Adds a batch and waits until it is through. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public void packets() {
    for (int i = 0; i < BATCH; i++) {
      graph.addPacketToInputStream("in", packet.at(timestamp++));
    }
    graph.waitUntilIdle();
  }
}
