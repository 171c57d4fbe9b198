package dev.easel.framework.graph;

import dev.easel.framework.scheduler.Crowd;
import dev.easel.framework.scheduler.Patience;
import java.util.function.BooleanSupplier;

/**
 * Threads that wait for a run to change.
 *
 * <p><b>Threads:</b> any.
 */
final class Waiters {
  private volatile int waiting;

  /**
   * Waits until {@code condition} holds; whoever makes it true calls {@link #wake} after that.
   *
   * @param crowd all who wait for runs of the graph
   */
  void await(Crowd crowd, BooleanSupplier condition) throws InterruptedException {
    Patience patience = new Patience(crowd);
    do {
      if (condition.getAsBoolean()) {
        return;
      }
    } while (patience.goOn());
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
