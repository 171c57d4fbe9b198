package dev.easel.framework.run;

import dev.easel.framework.calls.CallLog;
import dev.easel.framework.live.LiveProfile;
import dev.easel.framework.live.LiveRun;
import dev.easel.framework.node.CallRecorder;
import dev.easel.framework.node.LiveCalls;
import dev.easel.framework.node.Node;
import dev.easel.framework.node.ProfiledCalls;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.packet.TagMap;
import dev.easel.framework.plan.GraphPlan;
import dev.easel.framework.proto.CalculatorProfile;
import dev.easel.framework.proto.CalculatorRuntimeInfo;
import dev.easel.framework.proto.GraphRuntimeInfo;
import dev.easel.framework.proto.InputStreamRuntimeInfo;
import dev.easel.framework.proto.OutputStreamRuntimeInfo;
import dev.easel.framework.service.GraphProfiles;
import dev.easel.framework.stream.Input;
import dev.easel.framework.stream.Output;
import dev.easel.framework.trace.GraphProfiler;
import dev.easel.framework.trace.TraceLog;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a graph records of its runs, if its config or its application asks for anything.
 *
 * @param profiler records calls; null if nothing does
 * @param log writes what was traced; null if nothing is to be written
 * @param live counts for those who look on; null if nobody does
 * @param calls is told of all calls; null if nobody wants to know
 */
public record Profiling(
    @Nullable GraphProfiler profiler,
    @Nullable TraceLog log,
    @Nullable LiveProfile live,
    @Nullable CallLog calls) {

  /** What a graph's config asks for, and its application. */
  public static Profiling of(GraphPlan plan, Optional<LiveProfile> live, Optional<CallLog> calls) {
    if (!GraphProfiler.isWanted(plan.config())) {
      return new Profiling(null, null, live.orElse(null), calls.orElse(null));
    }
    GraphProfiler profiler = new GraphProfiler(plan);
    return new Profiling(
        profiler,
        TraceLog.isWanted(plan.config()) ? new TraceLog(profiler, plan.config()) : null,
        live.orElse(null),
        calls.orElse(null));
  }

  /** A run as those who look on see it. */
  private record Seen(GraphRun run) implements LiveRun {
    @Override
    public void addQueued(long[][] queued) {
      for (Node node : run.nodes()) {
        for (Input input : node.inputs()) {
          queued[node.id()][input.id()] += input.size();
        }
      }
    }

    @Override
    public void addSent(long[] sent) {
      for (Node node : run.nodes()) {
        int first = node.plan().firstOutput();
        for (int id = 0; id < node.outputs().length; id++) {
          sent[first + id] += node.outputs()[id].stream().added();
        }
      }
      GraphPlan plan = run.plan();
      for (int id = 0; id < plan.graphInputs().size(); id++) {
        sent[plan.firstGraphInput() + id] += run.graphInput(id).stream().added();
      }
    }
  }

  void start(GraphRun run) {
    if (live != null) {
      live.begins(new Seen(run));
    }
    if (log != null) {
      log.start();
    }
  }

  void stop(GraphRun run, boolean hasFailed) {
    if (live != null) {
      live.ends(new Seen(run), hasFailed);
    }
    if (log != null) {
      log.stop();
    }
  }

  CallRecorder recorder() {
    CallRecorder all = CallRecorder.NOTHING;
    if (profiler != null) {
      all = new ProfiledCalls(profiler, all);
    }
    if (live != null) {
      all = new LiveCalls(live, all);
    }
    return calls == null ? all : CallRecorder.telling(calls, all);
  }

  /** A packet was added to a graph input. */
  public void added(String stream, Packet packet) {
    if (profiler != null) {
      profiler.added(stream, packet);
    }
    if (calls != null) {
      calls.added(stream, packet);
    }
  }

  /** What is recorded: without a profiler, the same with zeros. */
  public GraphProfiles profiles(GraphPlan plan) {
    return profiler == null ? new GraphProfiler(plan) : profiler;
  }

  /** How long the calls of each node took. */
  public List<CalculatorProfile> calculatorProfiles(GraphPlan plan) {
    return (profiler == null ? new GraphProfiler(plan) : profiler).calculatorProfiles();
  }

  /** The queues and streams of a run, read without stopping it. */
  public GraphRuntimeInfo runtimeInfo(GraphRun run) {
    GraphRuntimeInfo.Builder result =
        GraphRuntimeInfo.newBuilder()
            .setCaptureTimeUnixUs(TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis()));
    for (Node node : run.nodes()) {
      result.addCalculatorInfos(runtimeInfo(node));
    }
    return result.build();
  }

  private CalculatorRuntimeInfo runtimeInfo(Node node) {
    CalculatorRuntimeInfo.Builder result =
        CalculatorRuntimeInfo.newBuilder().setCalculatorName(node.plan().debugName());
    if (profiler != null) {
      GraphProfiler.Times last = profiler.lastProcess(node.id());
      result.setLastProcessStartUnixUs(last.start());
      result.setLastProcessFinishUnixUs(last.finish());
    }
    for (Input input : node.inputs()) {
      result.addInputStreamInfos(
          InputStreamRuntimeInfo.newBuilder()
              .setStreamName(label(node.plan().inputs(), input.id()))
              .setQueueSize(input.size())
              .setNumberOfPacketsAdded(input.added())
              .setMinimumTimestampOrBound(input.minTimestampOrBound()));
    }
    for (int id = 0; id < node.outputs().length; id++) {
      Output output = node.outputs()[id];
      result.addOutputStreamInfos(
          OutputStreamRuntimeInfo.newBuilder()
              .setStreamName(label(node.plan().outputs(), id))
              .setNumberOfPacketsAdded(output.stream().added())
              .setMinimumTimestampOrBound(output.stream().bound()));
    }
    return result.build();
  }

  /** {@code TAG:index:name}. */
  private static String label(TagMap tags, int id) {
    TagMap.Entry entry = tags.entry(id);
    return entry.tag() + ":" + entry.index() + ":" + entry.name();
  }
}
