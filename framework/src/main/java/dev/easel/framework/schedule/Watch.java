package dev.easel.framework.schedule;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Looks, every millisecond while calls are made under a lent ownership, whether the same call still
 * lasts, and has the run taken over then. It stops by itself when no such call was made for a
 * while.
 *
 * <p>It costs the caller one plain write a call, and no fence. That a call may begin just when the
 * watch stops is met by its looking once more, a millisecond after it said that it stopped.
 *
 * <p><b>Threads:</b> any.
 */
final class Watch {
  private static final long TICK_MILLIS = 1;
  private static final int QUIET_TICKS = 20;

  private final SharedScheduler of;
  private final Lane lane;
  private final Executor later =
      CompletableFuture.delayedExecutor(TICK_MILLIS, TimeUnit.MILLISECONDS, Runnable::run);
  private volatile boolean watching;
  private boolean stopping;
  private long lastLoan;
  private int quiet;

  Watch(SharedScheduler of, Lane lane) {
    this.of = of;
    this.lane = lane;
  }

  /** Before a call under a lent ownership. */
  void ensure() {
    if (!watching) {
      start();
    }
  }

  private synchronized void start() {
    if (!watching) {
      watching = true;
      quiet = 0;
      if (!stopping) {
        later.execute(this::tick);
      }
      stopping = false;
    }
  }

  private void tick() {
    long loan = of.loan();
    boolean goesOn;
    boolean lasts;
    synchronized (this) {
      lasts = loan != 0 && loan == lastLoan;
      lastLoan = loan;
      goesOn = goesOn(loan != 0);
    }
    if (lasts) {
      lane.executor().offer(() -> of.takeOver(lane, loan));
    }
    if (goesOn) {
      later.execute(this::tick);
    }
  }

  private boolean goesOn(boolean isLent) {
    if (isLent) {
      quiet = 0;
      stopping = false;
      watching = true;
      return true;
    }
    if (stopping) {
      stopping = false;
      return false;
    }
    quiet++;
    if (quiet > QUIET_TICKS) {
      stopping = true;
      watching = false;
    }
    return true;
  }
}
