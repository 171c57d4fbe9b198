package dev.easel.framework.graph;

import java.util.function.BooleanSupplier;

/**
 * Threads that wait for a run to change.
 *
 * <p><b>Threads:</b> any.
 */
final class Waiters {
  private static final int SPINS = 200;
  private static final int YIELDS = 20;

  private volatile int waiting;

  /** Waits until {@code condition} holds; whoever makes it true calls {@link #wake} after that. */
  @SuppressWarnings("ThreadPriorityCheck") // yields only before it sleeps
  void await(BooleanSupplier condition) throws InterruptedException {
    for (int i = 0; i < SPINS + YIELDS; i++) {
      if (condition.getAsBoolean()) {
        return;
      }
      if (i < SPINS) {
        Thread.onSpinWait();
      } else {
        Thread.yield();
      }
    }
    synchronized (this) {
      waiting = waiting + 1;
      try {
        while (!condition.getAsBoolean()) {
          wait();
        }
      } finally {
        waiting = waiting - 1;
      }
    }
  }

  /** Has all waiting threads look again. */
  void wake() {
    if (waiting > 0) {
      synchronized (this) {
        notifyAll();
      }
    }
  }
}
