package dev.easel.framework.run;

import dev.easel.framework.node.Node;
import dev.easel.framework.schedule.LaneExecutor;
import dev.easel.framework.status.RunErrors;
import dev.easel.framework.status.StatusException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

/**
 * The end of one run: nodes that are still open are closed, and whoever waits is told.
 *
 * <p><b>Threads:</b> any, except where a method says otherwise.
 */
final class RunEnd {
  private static final AtomicIntegerFieldUpdater<RunEnd> LEFT =
      AtomicIntegerFieldUpdater.newUpdater(RunEnd.class, "left");

  private static final VarHandle OVER = handle("over");
  private static final VarHandle TOLD = handle("told");

  private final GraphRun run;
  private final RunSetup setup;
  private final RunErrors errors;
  private volatile boolean over;

  /** 1 while somebody else is to finish the run: a task, or the application's thread. */
  private volatile int left;

  private volatile boolean done;

  /** Whether the status came out of a wait for the end. */
  private volatile boolean told;

  // Written before done is, and read after it.
  private Optional<StatusException> status = Optional.empty();

  RunEnd(GraphRun run, RunSetup setup, RunErrors errors) {
    this.run = run;
    this.setup = setup;
    this.errors = errors;
  }

  private static VarHandle handle(String field) {
    try {
      return MethodHandles.lookup().findVarHandle(RunEnd.class, field, boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Whether nobody becomes the owner of the run any more. */
  boolean isOver() {
    return over;
  }

  /** Whether the run is left to whoever comes first. */
  boolean isLeft() {
    return left != 0;
  }

  boolean isDone() {
    return done;
  }

  Optional<StatusException> status() {
    return status;
  }

  boolean isTold() {
    return told;
  }

  /** The status, for the first who asks; then nothing. */
  Optional<StatusException> tell() {
    if (status.isEmpty()) {
      // Everybody is told the same, so it need not be known who is the first.
      TOLD.setRelease(this, true);
      return status;
    }
    boolean first = !told && (boolean) TOLD.compareAndSet(this, false, true);
    return first ? status : Optional.empty();
  }

  /** The owner: has an executor finish, which keeps the ownership for good. */
  void handOver(LaneExecutor executor) {
    over = true;
    left = 1;
    if (executor == LaneExecutor.ApplicationThread.WAITING) {
      run.signal().wake();
      return;
    }
    boolean isMine;
    try {
      isMine = executor.submit(this::finishIfLeft);
    } catch (RuntimeException e) {
      // An executor that takes nothing more has failed the run already, if it was needed.
      isMine = true;
    }
    if (isMine) {
      finishIfLeft();
    }
  }

  /** Finishes if that was left to somebody and nobody has begun. */
  boolean finishIfLeft() {
    boolean mine = left != 0 && LEFT.compareAndSet(this, 1, 0);
    if (mine) {
      finish();
    }
    return mine;
  }

  /** The owner, as the last thing it does. */
  void finish() {
    if (!over) {
      // What tells the waiting threads, further down, is the fence.
      OVER.setRelease(this, true);
    }
    status = errors.combined(RunErrors.RUN_FAILED);
    boolean hasSides = setup.shape().hasStarts;
    for (Node node : run.nodes()) {
      if (hasSides && node.isOpened()) {
        node.sides().remember();
      }
      node.closeAfterRun();
    }
    if (setup.statusHandlers().areAny()) {
      setup.statusHandlers().afterRun(status, errors);
      status = errors.combined(RunErrors.RUN_FAILED);
    }
    run.scheduler().graceEnds();
    setup.profiling().stop(run, status.isPresent());
    done = true;
    run.signal().wake();
    setup.tellDone(status);
  }
}
