package dev.easel.framework.calculator;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A number that calculators count up and the application reads; it lives as long as its graph.
 *
 * <p><b>Threads:</b> any.
 */
public final class Counter {
  private final AtomicLong value = new AtomicLong();

  /** A counter at zero. */
  public Counter() {}

  /** Adds one. */
  public void increment() {
    value.incrementAndGet();
  }

  /** Adds {@code amount}, which may be negative. */
  public void incrementBy(long amount) {
    value.addAndGet(amount);
  }

  /** The sum so far. */
  public long get() {
    return value.get();
  }
}
