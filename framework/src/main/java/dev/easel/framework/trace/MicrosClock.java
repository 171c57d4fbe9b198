package dev.easel.framework.trace;

import java.util.concurrent.TimeUnit;

/** Microseconds since 1970 that never go back while the clock is in use. */
public final class MicrosClock {
  private final long baseMicros = TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis());
  private final long baseNanos = System.nanoTime();

  /** The time now. */
  public long now() {
    return at(System.nanoTime());
  }

  /** What it said at a moment of {@link System#nanoTime}. */
  public long at(long nanos) {
    return baseMicros + (nanos - baseNanos) / 1000;
  }
}
