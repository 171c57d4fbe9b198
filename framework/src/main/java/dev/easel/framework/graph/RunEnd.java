package dev.easel.framework.graph;

import dev.easel.framework.status.StatusException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * The end of one run: nodes that are still open are closed, and whoever waits is told.
 *
 * <p><b>Threads:</b> any, except where a method says otherwise.
 */
final class RunEnd {
  private static final AtomicIntegerFieldUpdater<RunEnd> LEFT =
      AtomicIntegerFieldUpdater.newUpdater(RunEnd.class, "left");

  private static final VarHandle OVER;
  private static final VarHandle TOLD;

  static {
    try {
      OVER = MethodHandles.lookup().findVarHandle(RunEnd.class, "over", boolean.class);
      TOLD = MethodHandles.lookup().findVarHandle(RunEnd.class, "told", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final GraphRun run;
  private final RunSetup setup;
  private final RunErrors errors;
  private final Waiters waiters;
  private volatile boolean over;

  /** 1 while the application's thread, or a task, is to finish the run. */
  private volatile int left;

  private volatile boolean done;

  /** Whether the status came out of a wait for the end. */
  private volatile boolean told;

  // Written before done is, and read after it.
  private Optional<StatusException> status = Optional.empty();

  RunEnd(GraphRun run, RunSetup setup, RunErrors errors, Waiters waiters) {
    this.run = run;
    this.setup = setup;
    this.errors = errors;
    this.waiters = waiters;
  }

  /** Whether nobody becomes the owner of the run any more. */
  boolean isOver() {
    return over;
  }

  /** Whether the application's thread is to finish the run. */
  boolean isLeftToApplication() {
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
    boolean first = !told;
    TOLD.setRelease(this, true);
    return first ? status : Optional.empty();
  }

  /** The owner: has an executor finish, which keeps the ownership for good. */
  void handOver(@Nullable Executor executor) {
    over = true;
    left = 1;
    if (executor == null) {
      waiters.wake();
      return;
    }
    try {
      executor.execute(this::finish);
    } catch (RejectedExecutionException e) {
      finish();
    }
  }

  /** Finishes if that was left to the application's thread and no other one does. */
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
    if (left != 0) {
      left = 0;
    }
    status = errors.combined(RunErrors.RUN_FAILED);
    for (Node node : run.nodes()) {
      run.sidePackets().remember(node);
      node.closeAfterRun();
    }
    if (setup.statusHandlers().areAny()) {
      setup.statusHandlers().afterRun(status, errors);
      status = errors.combined(RunErrors.RUN_FAILED);
    }
    run.workers().graceEnds();
    setup.profiling().stop();
    setup.ended();
    done = true;
    waiters.wake();
    setup.tellDone(status);
  }
}
