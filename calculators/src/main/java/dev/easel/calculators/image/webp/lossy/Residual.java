package dev.easel.calculators.image.webp.lossy;

/**
 * The inverse transforms of VP8 (RFC 6386, 14.3 and 14.4).
 *
 * <p><b>Threads</b>: one at a time.
 */
final class Residual {

  private static final int COS = 85627;
  private static final int SIN = 35468;

  private final int[] m = new int[16];

  /** Makes the first coefficients of sixteen blocks from a block of their own. */
  void spread(short[] in, int from, short[] out) {
    for (int i = 0; i < 4; i++) {
      int outer = in[from + i] + in[from + 12 + i];
      int inner = in[from + 4 + i] + in[from + 8 + i];
      int innerDifference = in[from + 4 + i] - in[from + 8 + i];
      int outerDifference = in[from + i] - in[from + 12 + i];
      m[i] = outer + inner;
      m[8 + i] = outer - inner;
      m[4 + i] = outerDifference + innerDifference;
      m[12 + i] = outerDifference - innerDifference;
    }
    for (int i = 0; i < 4; i++) {
      int first = m[4 * i] + 3;
      int outer = first + m[4 * i + 3];
      int inner = m[4 * i + 1] + m[4 * i + 2];
      int innerDifference = m[4 * i + 1] - m[4 * i + 2];
      int outerDifference = first - m[4 * i + 3];
      int at = 64 * i;
      out[at] = (short) ((outer + inner) >> 3);
      out[at + 16] = (short) ((outerDifference + innerDifference) >> 3);
      out[at + 32] = (short) ((outer - inner) >> 3);
      out[at + 48] = (short) ((outerDifference - innerDifference) >> 3);
    }
  }

  /** Adds what a block of coefficients says to what was predicted. */
  void add(short[] in, int from, byte[] out, int at, int stride) {
    for (int i = 0; i < 4; i++) {
      int second = in[from + 4 + i];
      int fourth = in[from + 12 + i];
      int even = in[from + i] + in[from + 8 + i];
      int odd = in[from + i] - in[from + 8 + i];
      int low = ((second * SIN) >> 16) - ((fourth * COS) >> 16);
      int high = ((second * COS) >> 16) + ((fourth * SIN) >> 16);
      m[i] = even + high;
      m[4 + i] = odd + low;
      m[8 + i] = odd - low;
      m[12 + i] = even - high;
    }
    for (int y = 0; y < 4; y++) {
      int first = m[4 * y] + 4;
      int second = m[4 * y + 1];
      int third = m[4 * y + 2];
      int fourth = m[4 * y + 3];
      int even = first + third;
      int odd = first - third;
      int low = ((second * SIN) >> 16) - ((fourth * COS) >> 16);
      int high = ((second * COS) >> 16) + ((fourth * SIN) >> 16);
      int row = at + y * stride;
      out[row] = plus(out[row], (even + high) >> 3);
      out[row + 1] = plus(out[row + 1], (odd + low) >> 3);
      out[row + 2] = plus(out[row + 2], (odd - low) >> 3);
      out[row + 3] = plus(out[row + 3], (even - high) >> 3);
    }
  }

  private static byte plus(byte predicted, int more) {
    int value = (predicted & 0xff) + more;
    return (byte) ((value & ~0xff) == 0 ? value : value < 0 ? 0 : 255);
  }
}
