package dev.easel.framework.run;

import dev.easel.framework.schedule.Lane;
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
public final class ApplicationThreads {
  private static final VarHandle WORK = handle("work");
  private static final VarHandle OBSERVED = handle("observed");

  private final GraphRun run;

  /** The lane that they work on; null where they only wait. */
  private final @Nullable Lane own;

  private volatile boolean work;
  private volatile boolean observed;

  ApplicationThreads(GraphRun run, Lane[] lanes) {
    this.run = run;
    Lane application = null;
    for (Lane lane : lanes) {
      application = lane.isApplicationThread() ? lane : application;
    }
    own = application;
  }

  private static VarHandle handle(String field) {
    try {
      return MethodHandles.lookup().findVarHandle(ApplicationThreads.class, field, boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** The run's owner: whether there is something to do for them. */
  void setWork(boolean newWork) {
    // Giving the ownership up, which follows, is the fence.
    WORK.setRelease(this, newWork);
  }

  /** A producer's thread: somebody outside was told of something. */
  void observed() {
    observed = true;
    run.signal().wake();
  }

  /** Whether somebody was told of something since the last question. */
  private boolean takeObserved() {
    return observed && (boolean) OBSERVED.getAndSet(this, false);
  }

  /** Waits until something holds, or runs nodes until it does. */
  private void await(BooleanSupplier condition) throws InterruptedException {
    Lane lane = own;
    if (lane == null) {
      run.signal().await(run.idle(), condition);
      return;
    }
    while (!condition.getAsBoolean()) {
      if (!help(lane)) {
        boolean[] holds = {false};
        run.signal()
            .await(
                run.idle(),
                () -> {
                  holds[0] = condition.getAsBoolean();
                  return holds[0] || run.end().isLeft() || work;
                });
        if (holds[0]) {
          return;
        }
      }
    }
  }

  /** Waits until nothing is queued or running. */
  public void awaitIdle() {
    awaitOrThrow(run::isIdle);
  }

  /** Waits until the run has ended. */
  public void awaitDone() {
    awaitOrThrow(run::isDone);
  }

  /** Waits until a graph input takes a packet, or the run has failed or ended. */
  public void awaitRoom(GraphInput input) {
    awaitOrThrow(() -> !input.isFull() || run.hasFailed() || run.isDone());
  }

  /** Waits until an observer or poller was told of something; false if the run ended before. */
  public boolean awaitObserved() {
    boolean[] seen = {false};
    awaitOrThrow(
        () -> {
          seen[0] = takeObserved();
          return seen[0] || run.isDone();
        });
    return seen[0];
  }

  /** After an order from the application: mixes some work with it, where the scheduler does so. */
  public void afterOrder() {
    Lane lane = own;
    if (lane != null && lane.scheduler().isMixing() && run.ownership().tryAcquire()) {
      lane.scheduler().afterOrder(lane);
    }
  }

  /** Waits; an interrupt becomes CANCELLED. */
  void awaitOrThrow(BooleanSupplier condition) {
    try {
      await(condition);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StatusException(StatusCode.CANCELLED, "interrupted while waiting for a graph", e);
    }
  }

  private boolean help(Lane lane) {
    if (run.end().finishIfLeft()) {
      return true;
    }
    if (!work || !run.ownership().tryAcquire()) {
      return false;
    }
    lane.scheduler().help(lane);
    return true;
  }
}
