package dev.easel.framework.contention;

import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.framework.config.GraphDescription;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.proto.GraphProfile;
import dev.easel.framework.proto.GraphTrace.EventType;
import dev.easel.framework.trace.GraphProfiler;
import dev.easel.framework.trace.NodeCall;
import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A call is recorded while somebody captures. */
@JCStressTest
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "it is in one capture")
@Outcome(expect = Expect.FORBIDDEN, desc = "it was lost, taken twice, or torn over two captures")
@State
public class TraceContention {
  private static final GraphDescription GRAPH =
      GraphDescription.parse(
          """
          profiler_config { trace_enabled: true enable_profiler: true trace_log_disabled: true }
          input_stream: "in"
          node { calculator: "PassThroughCalculator" input_stream: "in" output_stream: "out" }
          """,
          "traced.pbtxt",
          CalculatorRegistry.standard());

  private final GraphProfiler profiler = new GraphProfiler(GRAPH.plan());

  /** Written by the one who captures, read when both are through. */
  private GraphProfile first = GraphProfile.getDefaultInstance();

  @Actor
  public void call() {
    long start = profiler.now();
    List<NodeCall.OnStream> in = List.of(new NodeCall.OnStream(0, "in", Packet.of(1, 7)));
    List<NodeCall.OnStream> out = List.of(new NodeCall.OnStream(0, "out", Packet.of(1, 7)));
    profiler.called(new NodeCall(0, EventType.PROCESS, 7, in, out, start, profiler.now()));
  }

  @Actor
  public void capture() {
    first = profiler.capture(false);
  }

  @Arbiter
  public void after(II_Result r) {
    GraphProfile second = profiler.capture(false);
    r.r1 = whole(first) + whole(second);
    r.r2 = counted(first) + counted(second);
  }

  private static int whole(GraphProfile profile) {
    return (int)
        profile.getGraphTrace(0).getCalculatorTraceList().stream()
            .filter(t -> t.hasStartTime() && t.hasFinishTime())
            .count();
  }

  private static int counted(GraphProfile profile) {
    return (int) profile.getCalculatorProfiles(0).getProcessRuntime().getCount(0);
  }
}
