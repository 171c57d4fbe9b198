package dev.easel.framework.trace;

import java.util.concurrent.TimeUnit;

/** Microseconds since 1970 that never go back while the clock is in use. */
final class MicrosClock {
  private final long baseMicros = TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis());
  private final long baseNanos = System.nanoTime();

  long now() {
    return baseMicros + (System.nanoTime() - baseNanos) / 1000;
  }
}
