package dev.easel.http.trace.otlp;

import dev.easel.framework.proto.GraphTrace.EventType;
import dev.easel.framework.trace.RunTrace;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * When a node of a run worked on packets: from its first such call to the end of its last. A call
 * that failed counts whatever it was for.
 */
final class NodeTimes {
  private final RunTrace.Node node;
  private long start = Long.MAX_VALUE;
  private long end = Long.MIN_VALUE;
  private long busy;
  private long calls;

  /** Of the first call that failed; others may fail because it did. */
  private Optional<RunTrace.Failure> failure = Optional.empty();

  private long failed;

  private NodeTimes(RunTrace.Node node) {
    this.node = node;
  }

  /** Those of all nodes that were called. */
  static Collection<NodeTimes> of(RunTrace trace) {
    List<RunTrace.Node> nodes = trace.nodes();
    Map<Integer, NodeTimes> all = new TreeMap<>();
    trace.eachCall(
        (node, type, start, end, failure) -> {
          if (node >= 0 && (type == EventType.PROCESS || failure.isPresent())) {
            all.computeIfAbsent(node, id -> new NodeTimes(nodes.get(id))).add(start, end, failure);
          }
        });
    return all.values();
  }

  private void add(long callStart, long callEnd, Optional<RunTrace.Failure> callFailure) {
    start = Math.min(start, callStart);
    end = Math.max(end, callEnd);
    busy += callEnd - callStart;
    calls++;
    if (failure.isEmpty() && callFailure.isPresent()) {
      failure = callFailure;
      failed = callEnd;
    }
  }

  /**
   * Makes a span of it.
   *
   * @param later what is to be added to the trace's times
   * @param earliest when the request began
   */
  void tell(Tracer tracer, Context parent, long later, long earliest) {
    long begin = Math.max(earliest, start + later);
    Span span =
        tracer
            .spanBuilder(node.name())
            .setParent(parent)
            .setStartTimestamp(begin, TimeUnit.MICROSECONDS)
            .setAttribute("easel.calculator", node.calculator())
            .setAttribute("easel.calls", calls)
            .setAttribute("easel.busy_us", busy)
            .startSpan();
    failure.ifPresent(
        what -> NodeFailure.tell(span, node.name(), what, Math.max(begin, failed + later)));
    span.end(Math.max(begin, end + later), TimeUnit.MICROSECONDS);
  }
}
