package dev.easel.calculators.image.webp.lossless;

/** Gives numbers their colours, several of which may stand in one pixel (RFC 9649, 4.4). */
final class Palette implements Transform {

  private final int[] colors;
  private final int bits;
  private final int[] out;

  /** Colours, each the difference to the one before; the bits say how many numbers a pixel has. */
  Palette(int[] differences, int width, int bits) {
    this.bits = bits;
    out = new int[width];
    colors = new int[1 << (Byte.SIZE >> bits)];
    for (int i = 0; i < Math.min(differences.length, colors.length); i++) {
      colors[i] = i == 0 ? differences[0] : Predictor.add(differences[i], colors[i - 1]);
    }
  }

  /** How many bits it takes to say how many numbers stand in one pixel. */
  static int bits(int colors) {
    return colors <= 2 ? 3 : colors <= 4 ? 2 : colors <= 16 ? 1 : 0;
  }

  @Override
  public int[] undo(int y, int[] row) {
    int each = Byte.SIZE >> bits;
    int last = (1 << bits) - 1;
    for (int x = 0; x < out.length; x++) {
      int numbers = row[x >> bits] >> 8 & 0xff;
      out[x] = colors[numbers >> ((x & last) * each) & (colors.length - 1)];
    }
    return out;
  }
}
