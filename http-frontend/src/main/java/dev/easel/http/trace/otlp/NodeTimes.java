package dev.easel.http.trace.otlp;

import dev.easel.framework.proto.GraphTrace.EventType;
import dev.easel.framework.trace.RunTrace;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** When a node of a run worked on packets: from its first such call to the end of its last. */
final class NodeTimes {
  private final RunTrace.Node node;
  private long start = Long.MAX_VALUE;
  private long end = Long.MIN_VALUE;
  private long busy;
  private long calls;

  private NodeTimes(RunTrace.Node node) {
    this.node = node;
  }

  /** Those of all nodes that were called. */
  static Collection<NodeTimes> of(RunTrace trace) {
    Map<Integer, NodeTimes> all = new TreeMap<>();
    for (RunTrace.Call call : trace.calls()) {
      if (call.node() >= 0 && call.type() == EventType.PROCESS) {
        all.computeIfAbsent(call.node(), id -> new NodeTimes(trace.nodes().get(id))).add(call);
      }
    }
    return all.values();
  }

  private void add(RunTrace.Call call) {
    start = Math.min(start, call.start());
    end = Math.max(end, call.end());
    busy += call.end() - call.start();
    calls++;
  }

  /**
   * Makes a span of it.
   *
   * @param later what is to be added to the trace's times
   * @param earliest when the request began
   */
  void tell(Tracer tracer, Context parent, long later, long earliest) {
    long begin = Math.max(earliest, start + later);
    tracer
        .spanBuilder(node.name())
        .setParent(parent)
        .setStartTimestamp(begin, TimeUnit.MICROSECONDS)
        .setAttribute("easel.calculator", node.calculator())
        .setAttribute("easel.calls", calls)
        .setAttribute("easel.busy_us", busy)
        .startSpan()
        .end(Math.max(begin, end + later), TimeUnit.MICROSECONDS);
  }
}
