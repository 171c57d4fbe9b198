package dev.easel.access.usage;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.EstimationProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * So much a minute: a bucket that is full at first and fills evenly.
 *
 * <p><b>Threads</b>: any.
 */
final class RateBucket {
  private final String name;
  private final String limit;
  private final long capacity;
  private final Bucket bucket;

  /**
   * A full bucket.
   *
   * @param name what headers call it
   * @param limit what the file of groups calls it
   */
  RateBucket(String name, String limit, long capacity, LongSupplier nanoTime) {
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
  Optional<OverLimit> take(long amount) {
    if (amount > capacity) {
      return Optional.of(new OverLimit(limit, capacity, amount, Duration.ofMinutes(1)));
    }
    ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(amount);
    return probe.isConsumed()
        ? Optional.empty()
        : Optional.of(
            new OverLimit(
                limit, capacity, amount, Duration.ofNanos(probe.getNanosToWaitForRefill())));
  }

  /** Takes so much out even if there is less; what is missing has to fill first. */
  void takeAnyway(long amount) {
    bucket.consumeIgnoringRateLimits(amount);
  }

  void giveBack(long amount) {
    bucket.addTokens(amount);
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
