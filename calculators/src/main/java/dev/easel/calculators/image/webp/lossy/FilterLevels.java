package dev.easel.calculators.image.webp.lossy;

/**
 * How much the edges of blocks are smoothed (RFC 6386, 9.4 and 15): by the segment, and by whether
 * blocks of 4 x 4 were predicted.
 */
final class FilterLevels {

  private static final int COUNT = 2 * Segments.COUNT;
  private static final int DELTAS = 4;
  private static final int MOST = 63;

  private final boolean isSimple;
  private final int[] limits = new int[COUNT];
  private final int[] inners = new int[COUNT];
  private final int[] highs = new int[COUNT];

  private FilterLevels(boolean isSimple) {
    this.isSimple = isSimple;
  }

  static FilterLevels read(BoolDecoder in, Segments segments) {
    boolean isSimple = in.flag();
    int base = in.number(6);
    int sharpness = in.number(3);
    int[] deltas = new int[2 * DELTAS];
    boolean hasDeltas = in.flag();
    if (hasDeltas && in.flag()) {
      for (int i = 0; i < deltas.length; i++) {
        deltas[i] = in.optional(6);
      }
    }
    FilterLevels levels = new FilterLevels(isSimple);
    for (int i = 0; base > 0 && i < COUNT; i++) {
      int level = segments.strength(i / 2, base);
      if (hasDeltas) {
        level += deltas[0] + (i % 2 == 0 ? 0 : deltas[DELTAS]);
      }
      levels.set(i, Math.min(MOST, level), sharpness);
    }
    return levels;
  }

  private void set(int index, int level, int sharpness) {
    if (level <= 0) {
      return;
    }
    int inner = level;
    if (sharpness > 0) {
      inner = Math.min(inner >> (sharpness > 4 ? 2 : 1), 9 - sharpness);
    }
    inner = Math.max(1, inner);
    inners[index] = inner;
    limits[index] = 2 * level + inner;
    highs[index] = level >= 40 ? 2 : level >= 15 ? 1 : 0;
  }

  /** Whether only luma is smoothed, and in the simple way. */
  boolean isSimple() {
    return isSimple;
  }

  /** The limit of the difference at an edge; 0 for no smoothing. */
  int limit(int index) {
    return limits[index];
  }

  /** The limit of the differences beside an edge. */
  int inner(int index) {
    return inners[index];
  }

  /** The difference from which an edge counts as one of the picture. */
  int high(int index) {
    return highs[index];
  }
}
