package dev.easel.framework.graph;

import dev.easel.framework.status.StatusException;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The end of one run: nodes that are still open are closed, and whoever waits is told.
 *
 * <p><b>Threads:</b> any, except where a method says otherwise.
 */
final class RunEnd {
  private final GraphRun run;
  private final RunSetup setup;
  private final RunErrors errors;
  private final Waiters waiters;
  private volatile boolean over;
  private volatile boolean finishing;
  private volatile boolean done;
  private volatile Optional<StatusException> status = Optional.empty();

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
    return finishing;
  }

  boolean isDone() {
    return done;
  }

  Optional<StatusException> status() {
    return status;
  }

  /** The owner: has an executor finish, which keeps the ownership for good. */
  void handOver(@Nullable Executor executor) {
    over = true;
    finishing = true;
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
    boolean mine = finishing && claim();
    if (mine) {
      finish();
    }
    return mine;
  }

  private synchronized boolean claim() {
    boolean mine = finishing;
    finishing = false;
    return mine;
  }

  /** The owner, as the last thing it does. */
  void finish() {
    over = true;
    finishing = false;
    status = errors.combined(RunErrors.RUN_FAILED);
    for (Node node : run.nodes()) {
      run.sidePackets().remember(node);
      node.closeAfterRun();
    }
    run.workers().grace().end();
    setup.ended();
    done = true;
    waiters.wake();
    setup.tellDone(status);
  }
}
