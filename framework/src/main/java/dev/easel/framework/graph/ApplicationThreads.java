package dev.easel.framework.graph;

import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The application's threads that wait for one run; where the graph asks for that, they run its
 * nodes meanwhile.
 *
 * <p><b>Threads:</b> any.
 */
final class ApplicationThreads {
  private static final VarHandle WORK;

  static {
    try {
      WORK = MethodHandles.lookup().findVarHandle(ApplicationThreads.class, "work", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final GraphRun run;
  private final RunEnd end;
  private final Waiters waiters;
  private final @Nullable Lane own;
  private volatile boolean work;
  private volatile boolean observed;

  ApplicationThreads(GraphRun run, RunEnd end, Waiters waiters, Lane[] lanes) {
    this.run = run;
    this.end = end;
    this.waiters = waiters;
    Lane application = null;
    for (Lane lane : lanes) {
      application = lane.isApplicationThread() ? lane : application;
    }
    own = application;
  }

  /** The run's owner: whether there is something to do for them. */
  void setWork(boolean newWork) {
    // Giving the ownership up, which follows, is the fence.
    WORK.setRelease(this, newWork);
  }

  /** A producer's thread: somebody outside was told of something. */
  void observed() {
    observed = true;
    waiters.wake();
  }

  /** Whether somebody was told of something since the last question. */
  boolean takeObserved() {
    boolean was = observed;
    observed = false;
    return was;
  }

  /** Waits until something holds, or runs nodes until it does. */
  void await(BooleanSupplier condition) throws InterruptedException {
    Lane lane = own;
    if (lane == null) {
      waiters.await(run.crowd(), condition);
      return;
    }
    while (!condition.getAsBoolean()) {
      if (!help(lane)) {
        waiters.await(
            run.crowd(), () -> condition.getAsBoolean() || end.isLeftToApplication() || work);
      }
    }
  }

  /** After an order from the application: mixes some work with it, if a seed says so. */
  void afterOrder() {
    if (own instanceof SeededLane seeded && run.ownership().tryAcquire()) {
      run.workers().helpAfterOrder(seeded);
    }
  }

  /** The same; an interrupt becomes CANCELLED. */
  void awaitOrThrow(BooleanSupplier condition) {
    try {
      await(condition);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StatusException(StatusCode.CANCELLED, "interrupted while waiting for a graph", e);
    }
  }

  private boolean help(Lane lane) {
    if (end.finishIfLeft()) {
      return true;
    }
    if (!work || !run.ownership().tryAcquire()) {
      return false;
    }
    run.workers().help(lane);
    return true;
  }
}
