package dev.easel.calculators.image;

/** The Paeth filter of PNG (RFC 2083, section 6.6) over rows of RGB bytes. */
final class PngFilter {

  /** The filter type that precedes every row. */
  static final byte PAETH = 4;

  private static final int BYTES_PER_PIXEL = 3;

  /** Shifted so far, a number is -1 (all bits) when it is negative, else 0. */
  private static final int SIGN = 31;

  private PngFilter() {}

  /**
   * Filters one row.
   *
   * @param row the row's bytes
   * @param above the row above; zeros for the first
   * @param out where the filter type and the filtered bytes go: one byte more than the row
   */
  static void paeth(byte[] row, byte[] above, byte[] out) {
    out[0] = PAETH;
    for (int i = 0; i < BYTES_PER_PIXEL; i++) {
      out[i + 1] = (byte) (row[i] - above[i]);
    }
    for (int i = BYTES_PER_PIXEL; i < row.length; i++) {
      int left = row[i - BYTES_PER_PIXEL] & 0xff;
      int up = above[i] & 0xff;
      int corner = above[i - BYTES_PER_PIXEL] & 0xff;
      out[i + 1] = (byte) (row[i] - predict(left, up, corner));
    }
  }

  /**
   * Which of three neighbours is nearest to {@code left + up - corner}; of equally near ones the
   * first in this order.
   *
   * <p>Chosen by masks: branches that follow the picture's noise are mispredicted.
   */
  static int predict(int left, int up, int corner) {
    int toLeft = up - corner;
    int toUp = left - corner;
    int toCorner = Math.abs(toLeft + toUp);
    toLeft = Math.abs(toLeft);
    toUp = Math.abs(toUp);
    int isCornerNearer = (toCorner - toUp) >> SIGN;
    int other = up ^ ((up ^ corner) & isCornerNearer);
    int isOtherNearer = (Math.min(toUp, toCorner) - toLeft) >> SIGN;
    return left ^ ((left ^ other) & isOtherNearer);
  }
}
