package dev.easel.access.usage;

import dev.easel.access.Group;
import dev.easel.access.Limits;
import dev.easel.access.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * What one group's keys may still take, all of them together.
 *
 * <p><b>Threads</b>: any; no method waits.
 */
public final class GroupMeter {
  private static final String REQUESTS = "requests_per_minute";
  private static final String PIXELS = "pixels_per_minute";
  private static final String BUDGET = "pixel_steps_per_day";

  private final Limits limits;
  private final UsageLedger ledger;
  private final Optional<RateBucket> requests;
  private final Optional<RateBucket> pixels;

  /** A meter with full buckets; the day's budget is what the ledger leaves of it. */
  GroupMeter(Group group, UsageLedger ledger, LongSupplier nanoTime) {
    this.limits = group.limits();
    this.ledger = ledger;
    this.requests = bucket(group, "requests", REQUESTS, limits.requestsPerMinute(), nanoTime);
    this.pixels = bucket(group, "pixels", PIXELS, limits.pixelsPerMinute(), nanoTime);
  }

  private static Optional<RateBucket> bucket(
      Group group, String name, String limit, OptionalLong capacity, LongSupplier nanoTime) {
    return capacity.isPresent()
        ? Optional.of(new RateBucket(group.name(), name, limit, capacity.getAsLong(), nanoTime))
        : Optional.empty();
  }

  Limits limits() {
    return limits;
  }

  /** Counts one request; says why when it may not be, or when the day's budget is used up. */
  public Optional<OverLimit> takeRequest(Principal who) {
    Optional<OverLimit> over =
        overBudget(who, 1).or(() -> requests.flatMap(bucket -> bucket.take(1)));
    if (over.isEmpty()) {
      ledger.add(who, new Usage(1, 0, 0));
    }
    // The pixels' too: they are soon asked for, and other servers may have taken some.
    touch();
    return over;
  }

  /**
   * Takes work off minute and day; says why when it may not be, and then nothing is taken.
   *
   * @param isRefusable false for the rest of work that has begun, which is taken in any case
   */
  public synchronized Optional<OverLimit> takeWork(
      Principal who, long workPixels, long pixelSteps, boolean isRefusable) {
    if (isRefusable) {
      Optional<OverLimit> over = overBudget(who, pixelSteps);
      if (over.isEmpty() && pixels.isPresent()) {
        over = pixels.get().take(workPixels);
      }
      if (over.isPresent()) {
        return over;
      }
    } else {
      pixels.ifPresent(bucket -> bucket.takeAnyway(workPixels));
    }
    ledger.add(who, new Usage(0, workPixels, pixelSteps));
    touch();
    return Optional.empty();
  }

  private void touch() {
    requests.ifPresent(ledger::touch);
    pixels.ifPresent(ledger::touch);
  }

  /**
   * Whether any work may begin now; else why not. Asking makes known what other servers have taken.
   */
  public Optional<OverLimit> untilFree(Principal who) {
    Optional<OverLimit> over = overBudget(who, 1).or(() -> pixels.flatMap(RateBucket::untilAny));
    ledger.add(who, Usage.NONE);
    touch();
    return over;
  }

  private Optional<OverLimit> overBudget(Principal who, long pixelSteps) {
    if (limits.pixelStepsPerDay().isEmpty()) {
      return Optional.empty();
    }
    long budget = limits.pixelStepsPerDay().getAsLong();
    long used = ledger.pixelStepsToday(who.group().name());
    return used + pixelSteps <= budget
        ? Optional.empty()
        : Optional.of(new OverLimit(BUDGET, budget, pixelSteps, ledger.untilTomorrow()));
  }

  /** Gives back what was taken for work that was never done. */
  public synchronized void giveBack(Principal who, long workPixels, long pixelSteps) {
    pixels.ifPresent(bucket -> bucket.giveBack(workPixels));
    ledger.add(who, new Usage(0, workPixels, pixelSteps).negated());
    touch();
  }

  /** Where the group stands with each of its limits. */
  public List<RateStanding> standings(Principal who) {
    List<RateStanding> all = new ArrayList<>();
    requests.ifPresent(bucket -> all.add(bucket.standing()));
    pixels.ifPresent(bucket -> all.add(bucket.standing()));
    if (limits.pixelStepsPerDay().isPresent()) {
      long budget = limits.pixelStepsPerDay().getAsLong();
      long used = ledger.pixelStepsToday(who.group().name());
      all.add(
          new RateStanding(
              "pixel-steps", budget, Math.max(0, budget - used), ledger.untilTomorrow()));
    }
    return all;
  }
}
