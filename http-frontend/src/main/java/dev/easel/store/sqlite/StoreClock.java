package dev.easel.store.sqlite;

import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * Two times. Dates are read from the wall clock, for people. Whatever ends goes by the time that
 * has passed since the store was opened, which no setting of the clock changes.
 */
final class StoreClock {
  private static final long NANOS_OF_A_MILLI = 1_000_000;

  private final InstantSource dates;
  private final LongSupplier nanos;
  private final long openedMillis;
  private final long openedNanos;

  StoreClock(InstantSource dates, LongSupplier nanos) {
    this.dates = dates;
    this.nanos = nanos;
    openedMillis = dates.millis();
    openedNanos = nanos.getAsLong();
  }

  InstantSource dates() {
    return dates;
  }

  /** What date it is, in milliseconds since 1970. */
  long dateMillis() {
    return dates.millis();
  }

  /** The date at which the store was opened and what has passed since. */
  long deadlineMillis() {
    return openedMillis + (nanos.getAsLong() - openedNanos) / NANOS_OF_A_MILLI;
  }
}
