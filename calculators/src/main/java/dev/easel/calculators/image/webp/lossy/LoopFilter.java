package dev.easel.calculators.image.webp.lossy;

/** Smooths the edges of blocks (RFC 6386, 15). */
final class LoopFilter {

  private LoopFilter() {}

  /**
   * Smooths an edge in the simple way.
   *
   * @param at the first sample behind the edge
   * @param along the distance to the next sample along the edge
   * @param across the distance to the next sample across it
   */
  static void simple(byte[] s, int at, int along, int across, int limit) {
    for (int i = 0, p = at; i < 16; i++, p += along) {
      int p1 = s[p - 2 * across] & 0xff;
      int p0 = s[p - across] & 0xff;
      int q0 = s[p] & 0xff;
      int q1 = s[p + across] & 0xff;
      if (Math.abs(p0 - q0) * 2 + (Math.abs(p1 - q1) >> 1) <= limit) {
        two(s, p, across, p1, p0, q0, q1);
      }
    }
  }

  private static void two(byte[] s, int p, int across, int p1, int p0, int q0, int q1) {
    int a = 3 * (q0 - p0) + signed(p1 - q1);
    s[p - across] = sample(p0 + small(a + 3));
    s[p] = sample(q0 - small(a + 4));
  }

  /**
   * Smooths an edge of so many samples.
   *
   * @param inner the limit of the differences beside it
   * @param high where a difference makes it an edge of the picture
   * @param isOuter whether it is an edge of a macroblock, of which more samples are changed
   */
  static void normal(
      byte[] s,
      int at,
      int count,
      int along,
      int across,
      int limit,
      int inner,
      int high,
      boolean isOuter) {
    for (int i = 0, p = at; i < count; i++, p += along) {
      int p1 = s[p - 2 * across] & 0xff;
      int p0 = s[p - across] & 0xff;
      int q0 = s[p] & 0xff;
      int q1 = s[p + across] & 0xff;
      if (Math.abs(p0 - q0) * 2 + (Math.abs(p1 - q1) >> 1) > limit) {
        continue;
      }
      int p3 = s[p - 4 * across] & 0xff;
      int p2 = s[p - 3 * across] & 0xff;
      int q2 = s[p + 2 * across] & 0xff;
      int q3 = s[p + 3 * across] & 0xff;
      if (Math.abs(p3 - p2) > inner
          || Math.abs(p2 - p1) > inner
          || Math.abs(p1 - p0) > inner
          || Math.abs(q1 - q0) > inner
          || Math.abs(q2 - q1) > inner
          || Math.abs(q3 - q2) > inner) {
        continue;
      }
      if (Math.abs(p1 - p0) > high || Math.abs(q1 - q0) > high) {
        two(s, p, across, p1, p0, q0, q1);
      } else if (isOuter) {
        int a = signed(3 * (q0 - p0) + signed(p1 - q1));
        int a1 = (27 * a + 63) >> 7;
        int a2 = (18 * a + 63) >> 7;
        int a3 = (9 * a + 63) >> 7;
        s[p - 3 * across] = sample(p2 + a3);
        s[p - 2 * across] = sample(p1 + a2);
        s[p - across] = sample(p0 + a1);
        s[p] = sample(q0 - a1);
        s[p + across] = sample(q1 - a2);
        s[p + 2 * across] = sample(q2 - a3);
      } else {
        int a = 3 * (q0 - p0);
        int a1 = small(a + 4);
        int a3 = (a1 + 1) >> 1;
        s[p - 2 * across] = sample(p1 + a3);
        s[p - across] = sample(p0 + small(a + 3));
        s[p] = sample(q0 - a1);
        s[p + across] = sample(q1 - a3);
      }
    }
  }

  private static int small(int eighths) {
    return Math.max(-16, Math.min(15, eighths >> 3));
  }

  private static int signed(int value) {
    return Math.max(-128, Math.min(127, value));
  }

  private static byte sample(int value) {
    return (byte) ((value & ~0xff) == 0 ? value : value < 0 ? 0 : 255);
  }
}
