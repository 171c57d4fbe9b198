package dev.easel.framework.live;

import java.util.List;

/**
 * How often something took how long.
 *
 * @param count how often
 * @param sumNanos how long in all
 * @param classes the classes of times that occurred, the shortest first
 */
public record TimeCounts(long count, long sumNanos, List<TimeClass> classes) {

  /**
   * One class of times.
   *
   * @param endNanos all of them are shorter than this, and not shorter than three quarters of it
   * @param count how many there were
   */
  public record TimeClass(long endNanos, long count) {}

  /** A copy of the list. */
  public TimeCounts {
    classes = List.copyOf(classes);
  }

  /**
   * A time that so large a share was not longer than, at most a third too long; 0 if there was
   * none.
   *
   * @param share between 0 and 1
   */
  public long quantileNanos(double share) {
    long wanted = Math.max(1, (long) Math.ceil(share * count));
    long seen = 0;
    for (TimeClass each : classes) {
      seen += each.count;
      if (seen >= wanted) {
        return each.endNanos;
      }
    }
    return 0;
  }
}
