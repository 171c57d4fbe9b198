package dev.easel.calculators.image.jpeg;

/**
 * The inverse cosine transform of Loeffler, Ligtenberg and Moschytz with 11 multiplications, in
 * whole numbers of 13 bits behind the point, rounded in the same places as the Independent JPEG
 * Group's: it makes the same samples.
 *
 * <p><b>Threads</b>: one at a time.
 */
final class InverseDct {

  private static final int BITS = 13;

  /** Bits behind the point between the columns and the rows. */
  private static final int MORE = 2;

  private static final int AFTER_COLUMNS = BITS - MORE;
  private static final int AFTER_ROWS = BITS + MORE + 3;
  private static final int MIDDLE = 128;

  private static final int F_0_298 = 2446;
  private static final int F_0_390 = 3196;
  private static final int F_0_541 = 4433;
  private static final int F_0_765 = 6270;
  private static final int F_0_899 = 7373;
  private static final int F_1_175 = 9633;
  private static final int F_1_501 = 12299;
  private static final int F_1_847 = 15137;
  private static final int F_1_961 = 16069;
  private static final int F_2_053 = 16819;
  private static final int F_2_562 = 20995;
  private static final int F_3_072 = 25172;

  private final int[] between = new int[64];

  /** Makes eight rows of eight samples from a block of coefficients. */
  void transform(short[] in, int at, int[] steps, byte[] out, int outAt, int stride) {
    for (int x = 0; x < 8; x++) {
      column(in, at + x, steps, x);
    }
    for (int y = 0; y < 8; y++) {
      row(y * 8, out, outAt + y * stride);
    }
  }

  private void column(short[] in, int at, int[] steps, int x) {
    int[] w = between;
    int c1 = in[at + 8];
    int c2 = in[at + 16];
    int c3 = in[at + 24];
    int c4 = in[at + 32];
    int c5 = in[at + 40];
    int c6 = in[at + 48];
    int c7 = in[at + 56];
    int first = in[at] * steps[x];
    if ((c1 | c2 | c3 | c4 | c5 | c6 | c7) == 0) {
      int flat = first << MORE;
      w[x] = flat;
      w[x + 8] = flat;
      w[x + 16] = flat;
      w[x + 24] = flat;
      w[x + 32] = flat;
      w[x + 40] = flat;
      w[x + 48] = flat;
      w[x + 56] = flat;
      return;
    }
    int z2 = c2 * steps[x + 16];
    int z3 = c6 * steps[x + 48];
    int z1 = (z2 + z3) * F_0_541;
    int even2 = z1 - z3 * F_1_847;
    int even3 = z1 + z2 * F_0_765;
    int fourth = c4 * steps[x + 32];
    int even0 = (first + fourth) << BITS;
    int even1 = (first - fourth) << BITS;
    int s0 = even0 + even3;
    int s3 = even0 - even3;
    int s1 = even1 + even2;
    int s2 = even1 - even2;
    int t0 = c7 * steps[x + 56];
    int t1 = c5 * steps[x + 40];
    int t2 = c3 * steps[x + 24];
    int t3 = c1 * steps[x + 8];
    int y1 = (t0 + t3) * -F_0_899;
    int y2 = (t1 + t2) * -F_2_562;
    int y5 = (t0 + t2 + t1 + t3) * F_1_175;
    int y3 = (t0 + t2) * -F_1_961 + y5;
    int y4 = (t1 + t3) * -F_0_390 + y5;
    t0 = t0 * F_0_298 + y1 + y3;
    t1 = t1 * F_2_053 + y2 + y4;
    t2 = t2 * F_3_072 + y2 + y3;
    t3 = t3 * F_1_501 + y1 + y4;
    int half = 1 << (AFTER_COLUMNS - 1);
    w[x] = (s0 + t3 + half) >> AFTER_COLUMNS;
    w[x + 56] = (s0 - t3 + half) >> AFTER_COLUMNS;
    w[x + 8] = (s1 + t2 + half) >> AFTER_COLUMNS;
    w[x + 48] = (s1 - t2 + half) >> AFTER_COLUMNS;
    w[x + 16] = (s2 + t1 + half) >> AFTER_COLUMNS;
    w[x + 40] = (s2 - t1 + half) >> AFTER_COLUMNS;
    w[x + 24] = (s3 + t0 + half) >> AFTER_COLUMNS;
    w[x + 32] = (s3 - t0 + half) >> AFTER_COLUMNS;
  }

  private void row(int at, byte[] out, int outAt) {
    int[] w = between;
    int z2 = w[at + 2];
    int z3 = w[at + 6];
    int z1 = (z2 + z3) * F_0_541;
    int even2 = z1 - z3 * F_1_847;
    int even3 = z1 + z2 * F_0_765;
    int even0 = (w[at] + w[at + 4]) << BITS;
    int even1 = (w[at] - w[at + 4]) << BITS;
    int s0 = even0 + even3;
    int s3 = even0 - even3;
    int s1 = even1 + even2;
    int s2 = even1 - even2;
    int t0 = w[at + 7];
    int t1 = w[at + 5];
    int t2 = w[at + 3];
    int t3 = w[at + 1];
    int y1 = (t0 + t3) * -F_0_899;
    int y2 = (t1 + t2) * -F_2_562;
    int y5 = (t0 + t2 + t1 + t3) * F_1_175;
    int y3 = (t0 + t2) * -F_1_961 + y5;
    int y4 = (t1 + t3) * -F_0_390 + y5;
    t0 = t0 * F_0_298 + y1 + y3;
    t1 = t1 * F_2_053 + y2 + y4;
    t2 = t2 * F_3_072 + y2 + y3;
    t3 = t3 * F_1_501 + y1 + y4;
    out[outAt] = sample(s0 + t3);
    out[outAt + 7] = sample(s0 - t3);
    out[outAt + 1] = sample(s1 + t2);
    out[outAt + 6] = sample(s1 - t2);
    out[outAt + 2] = sample(s2 + t1);
    out[outAt + 5] = sample(s2 - t1);
    out[outAt + 3] = sample(s3 + t0);
    out[outAt + 4] = sample(s3 - t0);
  }

  private static byte sample(int sum) {
    int value = ((sum + (1 << (AFTER_ROWS - 1))) >> AFTER_ROWS) + MIDDLE;
    return (byte) ((value & ~0xff) == 0 ? value : value < 0 ? 0 : 255);
  }
}
