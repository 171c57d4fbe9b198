package dev.easel.http.trace.otlp;

import dev.easel.framework.calls.NodeTimes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the spans of nodes on a thread of its own, shortly after their runs: a span takes longer to
 * make than a short call. What comes faster than that thread works is dropped, as the SDK drops
 * spans.
 *
 * <p><b>Threads</b>: any. Nobody waits who adds a run. Who finds the flag down raises it and asks
 * for a look; the look takes the flag down first, so that no run is left lying.
 *
 * <p><b>Ownership</b>: {@link #close}, after the last run, makes what is left.
 */
final class NodeSpans implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NodeSpans.class);

  /** As many as the SDK keeps by itself until they are sent. */
  private static final int MOST_RUNS = 2048;

  private static final int LATER_MILLIS = 100;
  private static final int LAST_SECONDS = 1;

  private final Tracer tracer;
  private final Queue<EndedRun> ended = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicBoolean isAsked = new AtomicBoolean();
  private final ScheduledThreadPoolExecutor thread;

  private record EndedRun(NodeTimes times, Context parent, SpanClock clock) {}

  NodeSpans(Tracer tracer) {
    this.tracer = tracer;
    thread =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread made = new Thread(work, "easel-spans");
              made.setDaemon(true);
              return made;
            });
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** The nodes of a run that has ended are to have spans below {@code parent}. */
  void add(NodeTimes times, Context parent, SpanClock clock) {
    if (waiting.incrementAndGet() > MOST_RUNS) {
      waiting.decrementAndGet();
      return;
    }
    ended.add(new EndedRun(times, parent, clock));
    if (isAsked.compareAndSet(false, true)) {
      try {
        Future<?> unused = thread.schedule(this::look, LATER_MILLIS, TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException e) {
        LOG.debug("a run that ended after the last span has none");
      }
    }
  }

  private void look() {
    isAsked.set(false);
    for (EndedRun run = ended.poll(); run != null; run = ended.poll()) {
      waiting.decrementAndGet();
      try {
        for (NodeTimes.Times node : run.times.all()) {
          tell(node, run);
        }
      } catch (RuntimeException e) {
        LOG.warn("the spans of a run cannot be made", e);
      }
    }
  }

  private void tell(NodeTimes.Times node, EndedRun run) {
    long begin = run.clock.at(node.start());
    Span span =
        tracer
            .spanBuilder(node.name())
            .setParent(run.parent)
            .setStartTimestamp(begin, TimeUnit.MICROSECONDS)
            .setAttribute("easel.calculator", node.calculator())
            .setAttribute("easel.calls", node.calls())
            .setAttribute("easel.busy_us", TimeUnit.NANOSECONDS.toMicros(node.busy()))
            .startSpan();
    node.failure()
        .ifPresent(what -> NodeFailure.tell(span, node.name(), what, run.clock.at(node.failed())));
    span.end(run.clock.at(node.end()), TimeUnit.MICROSECONDS);
  }

  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(LAST_SECONDS, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    look();
  }
}
