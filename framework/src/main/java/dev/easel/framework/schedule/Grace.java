package dev.easel.framework.schedule;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The time that a failed run gives its calculators to return, and who wins when that is over: the
 * calculator that returns at last, or the thread that ends the run without it.
 *
 * <p><b>Threads:</b> any.
 */
final class Grace {
  private static final int WORKING = 0;
  private static final int GIVEN_UP = 1;
  private static final int RETURNED = 2;

  private final Duration length;
  private final Runnable giveUp;
  private final AtomicReference<CompletableFuture<Void>> timer = new AtomicReference<>();
  private final AtomicInteger state = new AtomicInteger(WORKING);

  Grace(Duration length, Runnable giveUp) {
    this.length = length;
    this.giveUp = giveUp;
  }

  /** Starts the time, once. */
  @SuppressWarnings("FutureReturnValueIgnored") // what it does at the end is all that counts
  void begin() {
    CompletableFuture<Void> newTimer = new CompletableFuture<>();
    if (timer.compareAndSet(null, newTimer)) {
      newTimer.whenComplete(
          (nothing, thrown) -> {
            if (thrown instanceof TimeoutException) {
              // The timer's own thread is everybody's; what follows may take long.
              Thread thread = new Thread(giveUp, "easel-grace");
              thread.setDaemon(true);
              thread.start();
            }
          });
      newTimer.orTimeout(Math.max(1, length.toNanos()), TimeUnit.NANOSECONDS);
    }
  }

  /** Starts the time once more: something was still on its way. */
  void again() {
    timer.set(null);
    begin();
  }

  /** Ends the time: the run is over. */
  void end() {
    CompletableFuture<Void> started = timer.get();
    if (started != null) {
      started.complete(null);
    }
  }

  /** Called by the one thread of a failed run when a calculator has returned; false: too late. */
  boolean returned() {
    return state.compareAndSet(WORKING, RETURNED);
  }

  /** Called by the one thread of a failed run before the next calculator. */
  void working() {
    state.compareAndSet(RETURNED, WORKING);
  }

  /** Called by the thread that ends the run; false if the calculator has returned meanwhile. */
  boolean takeOver() {
    return state.compareAndSet(WORKING, GIVEN_UP);
  }
}
