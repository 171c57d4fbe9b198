package dev.easel.calculators.image.webp.lossy;

/** Reads the coefficients of blocks of 4 x 4 (RFC 6386, 13). */
final class CoefficientTokens {

  /** Luma without its first coefficients. */
  static final int LUMA_REST = 0;

  /** The luma blocks' first coefficients. */
  static final int MEANS = 1;

  static final int CHROMA = 2;

  /** Whole blocks of luma. */
  static final int LUMA = 3;

  private static final int COUNT = 16;
  private static final int[] BANDS = {0, 1, 2, 3, 6, 4, 5, 6, 6, 6, 6, 6, 6, 6, 6, 7, 0};
  private static final int[] ORDER = {0, 1, 4, 8, 5, 2, 3, 6, 9, 12, 13, 10, 7, 11, 14, 15};
  private static final int[][] LARGE = {
    {173, 148, 140},
    {176, 155, 140, 135},
    {180, 157, 141, 134, 130},
    {254, 254, 243, 230, 196, 177, 153, 140, 133, 130, 129}
  };

  private final int[] probabilities;

  CoefficientTokens(int[] probabilities) {
    this.probabilities = probabilities;
  }

  /**
   * Reads a block.
   *
   * @param kind of the block
   * @param neighbours how many of the blocks above and left have coefficients
   * @param from the first coefficient
   * @return whether it has coefficients
   */
  boolean read(
      BoolDecoder in,
      int kind,
      int neighbours,
      int from,
      int firstStep,
      int step,
      short[] out,
      int outAt) {
    int all = kind * TokenTables.KIND;
    int at = all + BANDS[from] * TokenTables.BAND + neighbours * TokenTables.BITS;
    int[] p = probabilities;
    if (!in.bit(p[at])) {
      return false;
    }
    int n = from;
    while (n < COUNT) {
      int place = n;
      n++;
      int band = all + BANDS[n] * TokenTables.BAND;
      if (!in.bit(p[at + 1])) {
        at = band;
        continue;
      }
      int value = 1;
      if (in.bit(p[at + 2])) {
        value = large(in, at);
        at = band + 2 * TokenTables.BITS;
      } else {
        at = band + TokenTables.BITS;
      }
      int scaled = value * (place > 0 ? step : firstStep);
      out[outAt + ORDER[place]] = (short) (in.flag() ? -scaled : scaled);
      if (n == COUNT || !in.bit(p[at])) {
        return true;
      }
    }
    return true;
  }

  private int large(BoolDecoder in, int at) {
    int[] p = probabilities;
    if (!in.bit(p[at + 3])) {
      if (!in.bit(p[at + 4])) {
        return 2;
      }
      return in.bit(p[at + 5]) ? 4 : 3;
    }
    if (!in.bit(p[at + 6])) {
      if (!in.bit(p[at + 7])) {
        return 5 + one(in, 159);
      }
      int high = one(in, 165);
      return 7 + 2 * high + one(in, 145);
    }
    int high = one(in, p[at + 8]);
    int category = 2 * high + one(in, p[at + 9 + high]);
    int value = 0;
    for (int probability : LARGE[category]) {
      value = 2 * value + one(in, probability);
    }
    return value + 3 + (8 << category);
  }

  private static int one(BoolDecoder in, int probability) {
    return in.bit(probability) ? 1 : 0;
  }
}
