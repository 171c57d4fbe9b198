package dev.easel.framework.scheduler;

import java.util.function.BooleanSupplier;

/**
 * The only place where threads wait for one run, and the only one from which they are woken.
 *
 * <p>A condition reads volatile state and nothing else: it takes no lock, calls no foreign code and
 * never waits, so it may be asked while the monitor in here is held, and no two locks meet. Whoever
 * makes a condition true does so with a volatile write, and calls {@link #wake} after it. The one
 * who waits counts itself before it looks for the last time; either it sees the write, or the
 * writer sees the count.
 *
 * <p><b>Threads:</b> any.
 */
public final class RunSignal {
  private volatile int waiting;

  /** Nobody waits yet. */
  public RunSignal() {}

  /**
   * Waits until {@code condition} holds.
   *
   * @param idle all who wait for runs of the graph
   */
  public void await(IdleThreads idle, BooleanSupplier condition) throws InterruptedException {
    IdleStrategy strategy = new IdleStrategy(idle);
    do {
      if (condition.getAsBoolean()) {
        return;
      }
    } while (strategy.goOn());
    sleepUntil(condition);
  }

  private synchronized void sleepUntil(BooleanSupplier condition) throws InterruptedException {
    waiting = waiting + 1;
    try {
      while (!condition.getAsBoolean()) {
        wait();
      }
    } finally {
      waiting = waiting - 1;
    }
  }

  /** Has all who wait look again. */
  public void wake() {
    if (waiting > 0) {
      synchronized (this) {
        notifyAll();
      }
    }
  }
}
