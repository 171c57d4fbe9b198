package dev.easel.calculators.image.pixel;

/** Takes pixels from a decoder in whatever order the file has them. */
public interface PixelSink {

  /**
   * Takes pixels of one row.
   *
   * @param x the first pixel's column
   * @param stepX the distance from one pixel's column to the next one's
   * @param y the row
   * @param rgba four bytes per pixel; the sink does not keep the array
   * @param count how many pixels
   */
  void accept(int x, int stepX, int y, byte[] rgba, int count);
}
