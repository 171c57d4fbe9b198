package dev.easel.calculators.image.webp.lossless;

/** Adds what was predicted of a pixel from those to its left and above (RFC 9649, 4.1). */
final class Predictor implements Transform {

  private static final int BLACK = 0xff000000;

  private final int width;
  private final int bits;
  private final int[] modes;
  private final int modesAcross;

  /** The row above, and behind it the first pixel of this one. */
  private final int[] above;

  /** A predictor with a mode for each square of so many bits a side. */
  Predictor(int width, int bits, int[] modes) {
    this.width = width;
    this.bits = bits;
    this.modes = modes;
    modesAcross = PixelReader.tiles(width, bits);
    above = new int[width + 1];
  }

  @Override
  public int[] undo(int y, int[] row) {
    if (y == 0) {
      row[0] = add(row[0], BLACK);
      for (int x = 1; x < width; x++) {
        row[x] = add(row[x], row[x - 1]);
      }
    } else {
      row[0] = add(row[0], above[0]);
      above[width] = row[0];
      undoRest(y, row);
    }
    System.arraycopy(row, 0, above, 0, width);
    return row;
  }

  private void undoRest(int y, int[] row) {
    int modesAt = (y >> bits) * modesAcross;
    for (int x = 1; x < width; x++) {
      int left = row[x - 1];
      int top = above[x];
      int corner = above[x - 1];
      int right = above[x + 1];
      int predicted =
          switch (modes[modesAt + (x >> bits)] >> 8 & 0xf) {
            case 1 -> left;
            case 2 -> top;
            case 3 -> right;
            case 4 -> corner;
            case 5 -> mean(mean(left, right), top);
            case 6 -> mean(left, corner);
            case 7 -> mean(left, top);
            case 8 -> mean(corner, top);
            case 9 -> mean(top, right);
            case 10 -> mean(mean(left, corner), mean(top, right));
            case 11 -> select(left, top, corner);
            case 12 -> gradient(left, top, corner);
            case 13 -> halfGradient(mean(left, top), corner);
            default -> BLACK;
          };
      row[x] = add(row[x], predicted);
    }
  }

  /** The sum of each byte. */
  static int add(int a, int b) {
    return ((a & 0xff00ff00) + (b & 0xff00ff00) & 0xff00ff00)
        | ((a & 0x00ff00ff) + (b & 0x00ff00ff) & 0x00ff00ff);
  }

  /** The mean of each byte, rounded down. */
  private static int mean(int a, int b) {
    return (((a ^ b) & 0xfefefefe) >>> 1) + (a & b);
  }

  private static int select(int left, int top, int corner) {
    int difference = 0;
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      int c = corner >>> shift & 0xff;
      difference += Math.abs((left >>> shift & 0xff) - c) - Math.abs((top >>> shift & 0xff) - c);
    }
    return difference <= 0 ? top : left;
  }

  private static int gradient(int left, int top, int corner) {
    int all = 0;
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      int value = (left >>> shift & 0xff) + (top >>> shift & 0xff) - (corner >>> shift & 0xff);
      all |= clamp(value) << shift;
    }
    return all;
  }

  private static int halfGradient(int mean, int corner) {
    int all = 0;
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      int value = mean >>> shift & 0xff;
      all |= clamp(value + (value - (corner >>> shift & 0xff)) / 2) << shift;
    }
    return all;
  }

  private static int clamp(int value) {
    return Math.max(0, Math.min(255, value));
  }
}
