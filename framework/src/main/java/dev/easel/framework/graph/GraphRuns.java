package dev.easel.framework.graph;

import dev.easel.framework.run.GraphRun;
import dev.easel.framework.run.RunSetup;
import dev.easel.framework.run.RunSetup.Wishes;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The run of a graph that goes on, or was the last one, and what the next one is made of.
 *
 * <p>Whoever starts a run, or changes what the next one is made of, first claims that, by
 * compare-and-set. A change lasts for moments, and is waited for; while a run is being started,
 * which may call foreign code, others are refused.
 *
 * <p><b>Threads:</b> any.
 */
final class GraphRuns {
  private static final int FREE = 0;
  private static final int CHANGING = 1;
  private static final int STARTING = 2;

  private final AtomicInteger claim = new AtomicInteger(FREE);
  private volatile RunSetup next;
  private volatile @Nullable GraphRun current;
  private volatile boolean closed;

  /** No run yet; the first one is made of {@code first}. */
  GraphRuns(RunSetup first) {
    next = first;
  }

  /** What the next run is made of. */
  RunSetup next() {
    return next;
  }

  /** The run that goes on, or was the last one; null before the first. */
  @Nullable GraphRun current() {
    return current;
  }

  /** The same for a call that makes no sense before the first. */
  GraphRun started(String call) {
    GraphRun run = current;
    if (run == null) {
      throw new StatusException(StatusCode.INTERNAL, call + " is called before StartRun()");
    }
    return run;
  }

  /**
   * Changes what the next run is made of.
   *
   * <p><b>Failure:</b> {@code FAILED_PRECONDITION} while a run goes on.
   */
  synchronized void change(String call, UnaryOperator<Wishes> change) {
    claim(call, CHANGING);
    try {
      changeAnyTime(change);
    } finally {
      claim.setRelease(FREE);
    }
  }

  /** The same, also while a run goes on. */
  synchronized void changeAnyTime(UnaryOperator<Wishes> change) {
    next = next.with(change.apply(next.wishes()));
  }

  /** Claims the start of a run; {@link #endStart} has to follow. */
  void beginStart() {
    claim("startRun", STARTING);
    if (closed) {
      endStart();
      throw new StatusException(StatusCode.FAILED_PRECONDITION, "startRun after close");
    }
  }

  /** The run that is being started is there. */
  void begun(GraphRun run) {
    current = run;
  }

  /** The run is there, or is not to be. */
  void endStart() {
    claim.setRelease(FREE);
  }

  private void claim(String call, int as) {
    while (!claim.compareAndSet(FREE, as)) {
      if (claim.get() == STARTING) {
        throw running(call);
      }
      awaitChange();
    }
    GraphRun run = current;
    if (run != null && !run.isDone()) {
      claim.setRelease(FREE);
      throw running(call);
    }
  }

  /** Who changes something holds the monitor meanwhile. */
  private synchronized void awaitChange() {}

  private static StatusException running(String call) {
    return new StatusException(
        StatusCode.FAILED_PRECONDITION, call + " is called while the graph is running");
  }

  /** No run is started any more. */
  void close() {
    closed = true;
  }
}
