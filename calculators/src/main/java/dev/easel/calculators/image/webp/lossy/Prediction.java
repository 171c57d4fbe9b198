package dev.easel.calculators.image.webp.lossy;

import java.util.Arrays;

/**
 * Predicts blocks from the samples above them and to their left (RFC 6386, 12). These stand in the
 * same array, in rows of {@link #STRIDE}.
 */
final class Prediction {

  static final int STRIDE = 32;

  static final int DC = 0;
  static final int TM = 1;
  static final int VE = 2;
  static final int HE = 3;
  static final int RD = 4;
  static final int VR = 5;
  static final int LD = 6;
  static final int VL = 7;
  static final int HD = 8;
  static final int HU = 9;

  private Prediction() {}

  /** Predicts a block of luma or chroma as a whole. */
  static void whole(int mode, byte[] s, int at, int size, boolean hasAbove, boolean hasLeft) {
    switch (mode) {
      case TM -> gradient(s, at, size);
      case VE -> {
        for (int y = 0; y < size; y++) {
          System.arraycopy(s, at - STRIDE, s, at + y * STRIDE, size);
        }
      }
      case HE -> {
        for (int y = 0; y < size; y++) {
          int row = at + y * STRIDE;
          Arrays.fill(s, row, row + size, s[row - 1]);
        }
      }
      default -> fill(s, at, size, mean(s, at, size, hasAbove, hasLeft));
    }
  }

  private static int mean(byte[] s, int at, int size, boolean hasAbove, boolean hasLeft) {
    int count = (hasAbove ? size : 0) + (hasLeft ? size : 0);
    int sum = count / 2;
    for (int i = 0; i < size; i++) {
      sum += hasAbove ? s[at - STRIDE + i] & 0xff : 0;
      sum += hasLeft ? s[at + i * STRIDE - 1] & 0xff : 0;
    }
    return count == 0 ? 128 : sum / count;
  }

  private static void fill(byte[] s, int at, int size, int value) {
    for (int y = 0; y < size; y++) {
      Arrays.fill(s, at + y * STRIDE, at + y * STRIDE + size, (byte) value);
    }
  }

  private static void gradient(byte[] s, int at, int size) {
    int corner = s[at - STRIDE - 1] & 0xff;
    for (int y = 0; y < size; y++) {
      int row = at + y * STRIDE;
      int left = (s[row - 1] & 0xff) - corner;
      for (int x = 0; x < size; x++) {
        int value = left + (s[at - STRIDE + x] & 0xff);
        s[row + x] = (byte) Math.max(0, Math.min(255, value));
      }
    }
  }

  /** Predicts a block of 4 x 4. */
  static void small(int mode, byte[] s, int at) {
    switch (mode) {
      case DC -> fill(s, at, 4, mean(s, at, 4, true, true));
      case TM -> gradient(s, at, 4);
      case VE -> {
        for (int x = 0; x < 4; x++) {
          byte value = (byte) three(s, at, 5 + x);
          for (int y = 0; y < 4; y++) {
            s[at + y * STRIDE + x] = value;
          }
        }
      }
      case HE -> {
        for (int y = 0; y < 4; y++) {
          int after = y == 3 ? edge(s, at, 0) : edge(s, at, 2 - y);
          byte value = (byte) three(edge(s, at, 4 - y), edge(s, at, 3 - y), after);
          Arrays.fill(s, at + y * STRIDE, at + y * STRIDE + 4, value);
        }
      }
      case RD -> {
        for (int y = 0; y < 4; y++) {
          for (int x = 0; x < 4; x++) {
            put(s, at, x, y, three(s, at, 4 + x - y));
          }
        }
      }
      case LD -> {
        for (int y = 0; y < 4; y++) {
          for (int x = 0; x < 4; x++) {
            int middle = 6 + x + y;
            int after = Math.min(12, middle + 1);
            put(
                s,
                at,
                x,
                y,
                three(edge(s, at, middle - 1), edge(s, at, middle), edge(s, at, after)));
          }
        }
      }
      case VR -> verticalRight(s, at);
      case VL -> verticalLeft(s, at);
      case HD -> horizontalDown(s, at);
      default -> horizontalUp(s, at);
    }
  }

  /**
   * The samples around a block in one line: 0 is the lowest one to the left, 3 the highest, 4 the
   * corner, 5 to 12 those above and above to the right.
   */
  private static int edge(byte[] s, int at, int index) {
    return index < 4 ? s[at + (3 - index) * STRIDE - 1] & 0xff : s[at - STRIDE + index - 5] & 0xff;
  }

  private static int two(byte[] s, int at, int index) {
    return (edge(s, at, index) + edge(s, at, index + 1) + 1) >> 1;
  }

  /** The mean around a sample of the line. */
  private static int three(byte[] s, int at, int index) {
    return three(edge(s, at, index - 1), edge(s, at, index), edge(s, at, index + 1));
  }

  private static int three(int before, int middle, int after) {
    return (before + 2 * middle + after + 2) >> 2;
  }

  private static void put(byte[] s, int at, int x, int y, int value) {
    s[at + y * STRIDE + x] = (byte) value;
  }

  private static void verticalRight(byte[] s, int at) {
    for (int x = 0; x < 4; x++) {
      int even = two(s, at, 4 + x);
      int odd = three(s, at, 4 + x);
      put(s, at, x, 0, even);
      put(s, at, x, 1, odd);
      if (x < 3) {
        put(s, at, x + 1, 2, even);
        put(s, at, x + 1, 3, odd);
      }
    }
    put(s, at, 0, 2, three(s, at, 3));
    put(s, at, 0, 3, three(s, at, 2));
  }

  private static void verticalLeft(byte[] s, int at) {
    for (int x = 0; x < 4; x++) {
      put(s, at, x, 0, two(s, at, 5 + x));
      put(s, at, x, 1, three(s, at, 6 + x));
      if (x > 0) {
        put(s, at, x - 1, 2, two(s, at, 5 + x));
        put(s, at, x - 1, 3, three(s, at, 6 + x));
      }
    }
    put(s, at, 3, 2, three(s, at, 10));
    put(s, at, 3, 3, three(s, at, 11));
  }

  private static void horizontalDown(byte[] s, int at) {
    for (int y = 0; y < 4; y++) {
      int even = two(s, at, 3 - y);
      int odd = three(s, at, 4 - y);
      put(s, at, 0, y, even);
      put(s, at, 1, y, odd);
      if (y < 3) {
        put(s, at, 2, y + 1, even);
        put(s, at, 3, y + 1, odd);
      }
    }
    put(s, at, 2, 0, three(s, at, 5));
    put(s, at, 3, 0, three(s, at, 6));
  }

  private static void horizontalUp(byte[] s, int at) {
    int last = edge(s, at, 0);
    int[] line = {
      two(s, at, 2),
      three(s, at, 2),
      two(s, at, 1),
      three(s, at, 1),
      two(s, at, 0),
      three(edge(s, at, 1), last, last),
      last,
      last,
      last,
      last
    };
    for (int y = 0; y < 4; y++) {
      for (int x = 0; x < 4; x++) {
        put(s, at, x, y, line[2 * y + x]);
      }
    }
  }
}
