package dev.easel.store;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Looks again and again, for a minute. */
public final class Until {
  private static final long PAUSE_NANOS = Duration.ofMillis(5).toNanos();
  private static final long MOST_NANOS = Duration.ofMinutes(1).toNanos();

  private Until() {}

  /** Waits for something to be found. */
  public static <T> T found(String what, Supplier<Optional<T>> look) {
    long start = System.nanoTime();
    Optional<T> found = look.get();
    while (found.isEmpty()) {
      if (System.nanoTime() - start > MOST_NANOS) {
        throw new AssertionError("did not come: " + what);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
      found = look.get();
    }
    return found.orElseThrow();
  }

  /** Waits for something to be so. */
  public static void holds(String what, BooleanSupplier look) {
    found(what, () -> look.getAsBoolean() ? Optional.of(true) : Optional.empty());
  }
}
