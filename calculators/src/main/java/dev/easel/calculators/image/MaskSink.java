package dev.easel.calculators.image;

import dev.easel.calculators.image.header.ImageHeader;
import dev.easel.calculators.image.header.Orientation;
import dev.easel.calculators.image.pixel.PixelSink;
import dev.easel.picture.RgbImages;
import java.nio.ByteBuffer;

/**
 * Collects a mask, white where the image is to be repainted.
 *
 * <p>A mask with a transparent pixel follows OpenAI's rule: transparent means repaint. Any other
 * follows OpenVINO's: a luminance of one half or more means repaint.
 */
final class MaskSink implements PixelSink {

  private static final int HALF = 128;

  private final ImageHeader header;
  private final Runnable check;
  private final byte[] light;
  private final byte[] clear;
  private boolean hasClear;

  /**
   * An empty mask.
   *
   * @param check called before each row of the finished mask; what it throws ends that
   */
  MaskSink(ImageHeader header, Runnable check) {
    this.header = header;
    this.check = check;
    light = new byte[header.width() * header.height()];
    clear = new byte[header.width() * header.height()];
  }

  @Override
  public void accept(int x, int stepX, int y, byte[] rgba, int count) {
    for (int i = 0; i < count; i++) {
      int at = y * header.width() + x + i * stepX;
      light[at] = luminance(rgba, i * 4) >= HALF ? (byte) 255 : 0;
      if ((rgba[i * 4 + 3] & 0xff) < HALF) {
        clear[at] = (byte) 255;
        hasClear = true;
      }
    }
  }

  /** ITU-R BT.601 in thousandths, as the native runtime weighs it. */
  private static int luminance(byte[] rgba, int at) {
    int red = rgba[at] & 0xff;
    int green = rgba[at + 1] & 0xff;
    int blue = rgba[at + 2] & 0xff;
    return (299 * red + 587 * green + 114 * blue + 500) / 1000;
  }

  /** The mask in a size of its own, the right way up. */
  RgbImages mask(int width, int height) {
    RgbImages mask = RgbImages.allocate(1, height, width);
    ByteBuffer pixels = mask.pixels();
    byte[] repaint = hasClear ? clear : light;
    Orientation turn = header.orientation();
    int shownWidth = header.shownWidth();
    int shownHeight = header.shownHeight();
    byte[] shown = new byte[repaint.length];
    for (int y = 0; y < header.height(); y++) {
      check.run();
      for (int x = 0; x < header.width(); x++) {
        int column = turn.shownX(x, y, shownWidth);
        int row = turn.shownY(x, y, shownHeight);
        shown[row * shownWidth + column] = repaint[y * header.width() + x];
      }
    }
    for (int y = 0; y < height; y++) {
      check.run();
      int from = (int) ((long) y * shownHeight / height) * shownWidth;
      for (int x = 0; x < width; x++) {
        byte value = shown[from + (int) ((long) x * shownWidth / width)];
        pixels.put(value).put(value).put(value);
      }
    }
    return mask;
  }
}
