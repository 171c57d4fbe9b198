package dev.easel.access.usage;

import dev.easel.store.record.BucketStore;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.EstimationProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * So much a minute: a bucket that is full at first and fills evenly. It also knows what was taken
 * that a bucket shared with other servers has not heard of yet.
 *
 * <p><b>Threads</b>: any; one at a time draws.
 */
final class RateBucket {
  private final String name;
  private final String limit;
  private final long capacity;
  private final String shared;
  private final Bucket bucket;
  private long untold;

  /**
   * A full bucket.
   *
   * @param name what headers call it
   * @param limit what the file of groups calls it
   */
  RateBucket(String group, String name, String limit, long capacity, LongSupplier nanoTime) {
    this.shared = group + "/" + name;
    this.name = name;
    this.limit = limit;
    this.capacity = capacity;
    this.bucket =
        Bucket.builder()
            .addLimit(
                Bandwidth.builder()
                    .capacity(capacity)
                    .refillGreedy(capacity, Duration.ofMinutes(1))
                    .build())
            .withCustomTimePrecision(meter(nanoTime))
            .build();
  }

  private static TimeMeter meter(LongSupplier nanoTime) {
    return new TimeMeter() {
      @Override
      public long currentTimeNanos() {
        return nanoTime.getAsLong();
      }

      @Override
      public boolean isWallClockBased() {
        return false;
      }
    };
  }

  /** Takes so much out; says why when it cannot. */
  synchronized Optional<OverLimit> take(long amount) {
    if (amount > capacity) {
      return Optional.of(new OverLimit(limit, capacity, amount, Duration.ofMinutes(1)));
    }
    if (amount == 0) {
      return Optional.empty();
    }
    ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(amount);
    if (!probe.isConsumed()) {
      Duration after = Duration.ofNanos(probe.getNanosToWaitForRefill());
      return Optional.of(new OverLimit(limit, capacity, amount, after));
    }
    untold += amount;
    return Optional.empty();
  }

  /** Whether there is anything in it; else why not. */
  Optional<OverLimit> untilAny() {
    EstimationProbe any = bucket.estimateAbilityToConsume(1);
    return any.canBeConsumed()
        ? Optional.empty()
        : Optional.of(
            new OverLimit(limit, capacity, 1, Duration.ofNanos(any.getNanosToWaitForRefill())));
  }

  /** Takes so much out even if there is less; what is missing has to fill first. */
  synchronized void takeAnyway(long amount) {
    consume(amount);
    untold += amount;
  }

  synchronized void giveBack(long amount) {
    consume(-amount);
    untold -= amount;
  }

  private void consume(long amount) {
    if (amount > 0) {
      bucket.consumeIgnoringRateLimits(amount);
    } else if (amount < 0) {
      bucket.addTokens(-amount);
    }
  }

  /** What the shared bucket is told now: nothing that has filled again meanwhile. */
  synchronized BucketStore.Draw beginDraw() {
    long taken = Math.min(untold, capacity - bucket.getAvailableTokens());
    untold = 0;
    return new BucketStore.Draw(shared, capacity, taken);
  }

  /** The shared bucket did not hear of it. */
  synchronized void undoDraw(BucketStore.Draw draw) {
    untold += draw.amount();
  }

  /** Goes by the shared bucket, which has so much without what was taken meanwhile. */
  synchronized void endDraw(long left) {
    consume(bucket.getAvailableTokens() - (left - untold));
  }

  RateStanding standing() {
    EstimationProbe full = bucket.estimateAbilityToConsume(capacity);
    return new RateStanding(
        name,
        capacity,
        Math.max(0, full.getRemainingTokens()),
        Duration.ofNanos(full.getNanosToWaitForRefill()));
  }
}
