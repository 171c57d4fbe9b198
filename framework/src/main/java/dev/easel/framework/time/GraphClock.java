package dev.easel.framework.time;

import dev.easel.framework.calculator.GraphService;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * The time by which calculators wait and measure, and which tests may set. A calculator that wants
 * it asks for it in its contract: {@code cc.useService(GraphClock.SERVICE)}.
 *
 * <p>Packets have times of their own, which are those of their contents.
 *
 * <p><b>Threads:</b> any.
 */
public interface GraphClock {

  /** How calculators find it; without one from the application it is the machine's. */
  GraphService<GraphClock> SERVICE =
      GraphService.withDefault("easel.GraphClock", GraphClock.class, ElapsedClock::new);

  /** The time since some moment; it never goes back. */
  long nowNanos();

  /**
   * Is completed when this time is over; cancelling it ends the wait. A call waits for it without a
   * thread: {@code cc.suspendUntil(clock.after(delay), (c, nothing) -> …)}.
   */
  CompletableFuture<Boolean> after(Duration delay);
}
