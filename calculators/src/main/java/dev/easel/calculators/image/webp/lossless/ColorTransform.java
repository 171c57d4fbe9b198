package dev.easel.calculators.image.webp.lossless;

/** Adds to red and blue their shares of green, and to blue that of red (RFC 9649, 4.2). */
final class ColorTransform implements Transform {

  private final int width;
  private final int bits;
  private final int[] shares;
  private final int sharesAcross;

  /** A transform with shares for each square of so many bits a side. */
  ColorTransform(int width, int bits, int[] shares) {
    this.width = width;
    this.bits = bits;
    this.shares = shares;
    sharesAcross = PixelReader.tiles(width, bits);
  }

  @Override
  public int[] undo(int y, int[] row) {
    int sharesAt = (y >> bits) * sharesAcross;
    for (int x = 0; x < width; x++) {
      int share = shares[sharesAt + (x >> bits)];
      int pixel = row[x];
      int green = pixel >> 8;
      int red = (pixel >> 16) + part(share, green);
      int blue = pixel + part(share >> 8, green) + part(share >> 16, red);
      row[x] = (pixel & 0xff00ff00) | (red & 0xff) << 16 | (blue & 0xff);
    }
    return row;
  }

  /** The product of two lowest bytes, which have signs, in 32nds. */
  private static int part(int share, int value) {
    return ((byte) share * (byte) value) >> 5;
  }
}
