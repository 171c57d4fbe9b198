package dev.easel.framework.time;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The machine's time, which cannot be set. */
final class ElapsedClock implements GraphClock {

  @Override
  public long nowNanos() {
    return System.nanoTime();
  }

  @Override
  public CompletableFuture<Boolean> after(Duration delay) {
    return new CompletableFuture<Boolean>()
        .completeOnTimeout(true, delay.toNanos(), TimeUnit.NANOSECONDS);
  }
}
