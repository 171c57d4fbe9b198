package dev.easel.http.trace.otlp;

import io.opentelemetry.sdk.common.Clock;
import java.util.concurrent.TimeUnit;

/**
 * The time by one look at the wall clock, so that a clock that is set meanwhile turns nothing
 * around.
 *
 * @param micros what the wall clock said, microseconds since 1970
 * @param nanos what {@link System#nanoTime} said then
 */
record SpanClock(long micros, long nanos) {

  /** A clock that looks now. */
  static SpanClock start() {
    return new SpanClock(
        TimeUnit.NANOSECONDS.toMicros(Clock.getDefault().now()), System.nanoTime());
  }

  /** Microseconds since 1970 at a moment of {@link System#nanoTime}, none before its start. */
  long at(long moment) {
    return micros + Math.max(0, TimeUnit.NANOSECONDS.toMicros(moment - nanos));
  }

  /** The time now. */
  long now() {
    return at(System.nanoTime());
  }
}
