package dev.easel.framework.schedule;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Looks again and again while something goes on, and stops by itself when nothing has for a while.
 * That something begins just when it stops is met by its looking once more after it said so.
 *
 * <p><b>Threads:</b> any; looks come one after another, on the JDK's own timer, and each sees what
 * the one before it has written.
 */
abstract class Ticker {
  private final int quietTicks;
  private final Executor later;
  private volatile boolean isTicking;

  // Under the lock.
  private boolean isStopping;
  private int quiet;

  /**
   * A ticker that does nothing yet.
   *
   * @param tickMillis the time between two looks
   * @param quietTicks after so many looks at nothing it stops
   */
  Ticker(long tickMillis, int quietTicks) {
    this.quietTicks = quietTicks;
    this.later =
        CompletableFuture.delayedExecutor(tickMillis, TimeUnit.MILLISECONDS, Runnable::run);
  }

  /** Looks; says whether something goes on. */
  abstract boolean look();

  /** Something begins. It costs the read of a flag while looks are taken. */
  final void ensure() {
    if (!isTicking) {
      start();
    }
  }

  private synchronized void start() {
    if (!isTicking) {
      isTicking = true;
      quiet = 0;
      if (!isStopping) {
        later.execute(this::tick);
      }
      isStopping = false;
    }
  }

  private void tick() {
    if (goesOn(look())) {
      later.execute(this::tick);
    }
  }

  private synchronized boolean goesOn(boolean isBusy) {
    if (isBusy) {
      quiet = 0;
      isStopping = false;
      isTicking = true;
      return true;
    }
    if (isStopping) {
      isStopping = false;
      return false;
    }
    quiet++;
    if (quiet > quietTicks) {
      isStopping = true;
      isTicking = false;
    }
    return true;
  }
}
