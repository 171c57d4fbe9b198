package dev.easel.framework.live;

/**
 * The classes that times are counted in: four for each doubling, so that the bounds of a class lie
 * at most a quarter apart. The first takes all below 256 ns, the last all from two hours on.
 */
final class TimeScale {
  private static final int LEAST_BITS = 8;
  private static final int MOST_BITS = 42;

  /** How many classes there are. */
  static final int CLASSES = 4 * (MOST_BITS - LEAST_BITS) + 2;

  private TimeScale() {}

  /** The class of a time. */
  static int of(long nanos) {
    if (nanos < 1 << LEAST_BITS) {
      return 0;
    }
    int bits = Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos);
    if (bits >= MOST_BITS) {
      return CLASSES - 1;
    }
    return 4 * (bits - LEAST_BITS) + (int) (nanos >> (bits - 2)) - 3;
  }

  /** Where a class ends: all its times are shorter, but for the last class, which has no end. */
  static long end(int number) {
    if (number == 0) {
      return 1 << LEAST_BITS;
    }
    int bits = LEAST_BITS + (number - 1) / 4;
    return (5L + (number - 1) % 4) << (bits - 2);
  }
}
