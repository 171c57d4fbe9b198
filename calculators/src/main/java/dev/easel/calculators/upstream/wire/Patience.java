package dev.easel.calculators.upstream.wire;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * How long one request waits: for each thing by itself, and for all of them together.
 *
 * <p><b>Threads</b>: immutable.
 *
 * @param each how long an upstream may be silent
 * @param endNanos when all of it is over, by {@link System#nanoTime}
 * @param threads what goes on when something has come
 */
public record Patience(Duration each, long endNanos, Executor threads) {

  /** The time that is left for all of it; zero when it is over. */
  public Duration left() {
    return Duration.ofNanos(Math.max(0, endNanos - System.nanoTime()));
  }

  /** Fails a future with a {@link TimeoutException} when it is not complete in time. */
  public <T> CompletableFuture<T> limit(CompletableFuture<T> future) {
    long nanos = Math.min(each.toNanos(), left().toNanos());
    return future.copy().orTimeout(nanos, TimeUnit.NANOSECONDS);
  }
}
