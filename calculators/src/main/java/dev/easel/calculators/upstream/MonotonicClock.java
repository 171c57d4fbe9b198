package dev.easel.calculators.upstream;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * A clock that nobody can set: how long a breaker is open must not follow the wall clock's jumps.
 *
 * <p><b>Threads</b>: immutable.
 */
final class MonotonicClock extends Clock {

  private final long startNanos = System.nanoTime();

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }

  @Override
  public Instant instant() {
    return Instant.EPOCH.plusNanos(System.nanoTime() - startNanos);
  }
}
