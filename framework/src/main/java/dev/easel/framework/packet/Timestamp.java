package dev.easel.framework.packet;

import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;

/**
 * Timestamps: microseconds in a plain {@code long}, some values of which are special.
 *
 * <p>A stream's bound is the lowest timestamp that its next packet may have. Every value below it
 * is settled.
 */
public final class Timestamp {
  /** No timestamp: that of side packets and headers. */
  public static final long UNSET = Long.MIN_VALUE;

  /** The input timestamp in {@code open}. */
  public static final long UNSTARTED = Long.MIN_VALUE + 1;

  /** The only packet of its stream, before all others of the run. */
  public static final long PRE_STREAM = Long.MIN_VALUE + 2;

  /** The first value of an ordinary packet. */
  public static final long MIN = Long.MIN_VALUE + 3;

  /** The last value of an ordinary packet. */
  public static final long MAX = Long.MAX_VALUE - 3;

  /** The only packet of its stream, after all others of the run. */
  public static final long POST_STREAM = Long.MAX_VALUE - 2;

  /** The bound of a stream that had its last packet but is not closed. */
  public static final long ONE_OVER_POST_STREAM = Long.MAX_VALUE - 1;

  /** The bound of a closed stream, and the input timestamp in {@code close}. */
  public static final long DONE = Long.MAX_VALUE;

  private Timestamp() {}

  /** The lowest timestamp that a packet may have after one at {@code t}. */
  public static long next(long t) {
    if (t >= MIN && t < MAX) {
      return t + 1;
    }
    return t < MIN && t != PRE_STREAM ? MIN : ONE_OVER_POST_STREAM;
  }

  /** The highest timestamp that is settled when {@code t} is the bound. */
  public static long previous(long t) {
    if (t <= MIN || t == POST_STREAM) {
      return UNSTARTED;
    }
    return t > MAX ? MAX : t - 1;
  }

  /**
   * Adds {@code difference} to a range value; the result stays within {@link #MIN} and {@link
   * #MAX}.
   */
  public static long add(long t, long difference) {
    if (!isRangeValue(t)) {
      throw new StatusException(
          StatusCode.INVALID_ARGUMENT, "no arithmetic on " + toString(t) + ": not a range value");
    }
    long sum = t + difference;
    if (((t ^ sum) & (difference ^ sum)) < 0) {
      return difference < 0 ? MIN : MAX;
    }
    return Math.min(Math.max(sum, MIN), MAX);
  }

  /** Whether {@code t} is followed by {@code t + 1}: as {@link #isRangeValue}, without the last. */
  public static boolean isOrdinary(long t) {
    return t >= MIN && t < MAX;
  }

  /** Whether {@code t} lies between {@link #MIN} and {@link #MAX}, both included. */
  public static boolean isRangeValue(long t) {
    return t >= MIN && t <= MAX;
  }

  /** Whether a packet may have {@code t}. */
  public static boolean isAllowedInStream(long t) {
    return t >= PRE_STREAM && t <= POST_STREAM;
  }

  /** Whether {@code t} has a name; {@link #MIN} and {@link #MAX} have. */
  public static boolean isSpecialValue(long t) {
    return t <= MIN || t >= MAX;
  }

  /** The name of a special value such as {@code Timestamp::PreStream()}, the number otherwise. */
  public static String toString(long t) {
    return isSpecialValue(t) ? "Timestamp::" + name(t) + "()" : Long.toString(t);
  }

  private static String name(long t) {
    if (t <= MIN) {
      return t == UNSET ? "Unset" : t == UNSTARTED ? "Unstarted" : t == MIN ? "Min" : "PreStream";
    }
    if (t == MAX) {
      return "Max";
    }
    return t == DONE ? "Done" : t == POST_STREAM ? "PostStream" : "OneOverPostStream";
  }
}
