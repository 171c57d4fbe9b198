package dev.easel.framework.contention;

import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.framework.config.GraphDescription;
import dev.easel.framework.graph.CalculatorGraph;
import dev.easel.framework.graph.GraphSettings;
import dev.easel.framework.graph.OutputStreamPoller;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.scheduler.WorkerPool;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.util.Map;
import java.util.Optional;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** Two threads at the inputs of one run: its queues, its bounds, and who runs its nodes. */
public final class GraphContention {
  private static final String JOIN =
      """
      input_stream: "a"
      input_stream: "b"
      node { calculator: "PassThroughCalculator" input_stream: "a" output_stream: "a2" }
      node { calculator: "PassThroughCalculator" input_stream: "a2" input_stream: "b" output_stream: "x" output_stream: "y" }
      """;

  private static final GraphDescription HELPED =
      description("executor { type: \"ApplicationThreadExecutor\" } max_queue_size: 1 ");
  private static final GraphDescription POOLED = description("max_queue_size: 1 ");
  private static final WorkerPool POOL = new WorkerPool("contention", 2);

  private GraphContention() {}

  private static GraphDescription description(String header) {
    return GraphDescription.parse(header + JOIN, "join.pbtxt", CalculatorRegistry.standard());
  }

  /** A run, and what came out of it; observers are called one at a time. */
  static class Run {
    final CalculatorGraph graph;
    int outputs;
    int ends;

    Run(boolean pooled) {
      GraphSettings settings = GraphSettings.standard();
      graph =
          pooled
              ? new CalculatorGraph(POOLED, settings.withExecutor("", POOL))
              : new CalculatorGraph(HELPED, settings);
      graph.observeOutputStream("y", packet -> outputs++);
      graph.onDone(status -> ends++);
      graph.startRun(Map.of());
    }

    final int outputsWhenIdle() {
      graph.waitUntilIdle();
      int result = outputs;
      graph.cancel();
      status();
      return result;
    }

    final StatusCode status() {
      try {
        graph.waitUntilDone();
        return StatusCode.OK;
      } catch (StatusException e) {
        return e.code();
      }
    }
  }

  /** Packets of one set come from two threads, which also run the nodes. */
  @JCStressTest
  @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "the set was joined")
  @Outcome(expect = Expect.FORBIDDEN, desc = "a packet was lost or joined twice")
  @State
  public static class TwoFeedAndHelp extends Run {
    public TwoFeedAndHelp() {
      super(false);
    }

    @Actor
    public void one() {
      graph.addPacketToInputStream("a", Packet.of(1, 5));
      graph.waitUntilIdle();
    }

    @Actor
    public void other() {
      graph.addPacketToInputStream("b", Packet.of(2, 5));
      graph.waitUntilIdle();
    }

    @Arbiter
    public void after(I_Result r) {
      r.r1 = outputsWhenIdle();
    }
  }

  /** Packets of one set come from two threads; a pool runs the nodes. */
  @JCStressTest
  @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "the set was joined")
  @Outcome(expect = Expect.FORBIDDEN, desc = "a packet was lost or joined twice")
  @State
  public static class TwoFeedAPool extends Run {
    public TwoFeedAPool() {
      super(true);
    }

    @Actor
    public void one() {
      graph.addPacketToInputStream("a", Packet.of(1, 5));
    }

    @Actor
    public void other() {
      graph.addPacketToInputStream("b", Packet.of(2, 5));
    }

    @Arbiter
    public void after(I_Result r) {
      r.r1 = outputsWhenIdle();
    }
  }

  /** A bound runs through a node while a packet arrives that waits for it. */
  @JCStressTest
  @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "the bound let the packet go")
  @Outcome(expect = Expect.FORBIDDEN, desc = "the packet waits for a bound that was passed on")
  @State
  public static class BoundMeetsPacket extends Run {
    public BoundMeetsPacket() {
      super(true);
    }

    @Actor
    public void bound() {
      graph.setInputStreamTimestampBound("a", 6);
    }

    @Actor
    public void packet() {
      graph.addPacketToInputStream("b", Packet.of(2, 5));
    }

    @Arbiter
    public void after(I_Result r) {
      r.r1 = outputsWhenIdle();
    }
  }

  /** One thread fills a queue of one packet that the other thread's packets empty. */
  @JCStressTest
  @Outcome(id = "3", expect = Expect.ACCEPTABLE, desc = "all sets were joined")
  @Outcome(expect = Expect.FORBIDDEN, desc = "somebody waited for room that was there")
  @State
  public static class FullQueues extends Run {
    public FullQueues() {
      super(true);
    }

    @Actor
    public void one() {
      feed("a");
    }

    @Actor
    public void other() {
      feed("b");
    }

    private void feed(String stream) {
      for (int t = 0; t < 3; t++) {
        graph.addPacketToInputStream(stream, Packet.of(t, t));
      }
    }

    @Arbiter
    public void after(I_Result r) {
      r.r1 = outputsWhenIdle();
    }
  }

  /** One thread feeds, the other one polls, with the bounds between. */
  @JCStressTest
  @Outcome(id = "3", expect = Expect.ACCEPTABLE, desc = "all packets came, in order")
  @Outcome(expect = Expect.FORBIDDEN, desc = "a packet was lost, or a bound overtook it")
  @State
  public static class PollWhileFeeding {
    private final CalculatorGraph graph =
        new CalculatorGraph(POOLED, GraphSettings.standard().withExecutor("", POOL));
    private final OutputStreamPoller poller = graph.addOutputStreamPoller("x", true);
    private int inOrder;

    public PollWhileFeeding() {
      poller.setMaxQueueSize(1);
      graph.startRun(Map.of());
    }

    @Actor
    public void feed() {
      for (int t = 0; t < 3; t++) {
        graph.addPacketToInputStream("a", Packet.of(t, t));
        graph.addPacketToInputStream("b", Packet.of(t, t));
      }
      graph.closeAllInputStreams();
    }

    @Actor
    public void poll() {
      long last = -1;
      for (Optional<Packet> next = poller.next(); next.isPresent(); next = poller.next()) {
        long t = next.get().timestamp();
        if (!next.get().isEmpty() && t == last + 1) {
          inOrder++;
          last = t;
        }
      }
    }

    @Arbiter
    public void after(I_Result r) {
      graph.waitUntilDone();
      r.r1 = inOrder;
    }
  }

  /** The last input is closed while the run is cancelled. */
  @JCStressTest
  @Outcome(
      id = {"0, 1", "1, 1"},
      expect = Expect.ACCEPTABLE,
      desc = "it ended once, one way or the other")
  @Outcome(expect = Expect.FORBIDDEN, desc = "it ended twice, or told nobody")
  @State
  public static class CloseMeetsCancel extends Run {
    public CloseMeetsCancel() {
      super(false);
    }

    @Actor
    public void close() {
      graph.closeAllInputStreams();
    }

    @Actor
    public void cancel() {
      graph.cancel();
    }

    @Arbiter
    public void after(II_Result r) {
      r.r1 = status() == StatusCode.OK ? 0 : 1;
      r.r2 = ends;
    }
  }
}
