package dev.easel.calculators.image;

import dev.easel.calculators.image.header.ImageHeader;
import dev.easel.calculators.image.header.Orientation;
import dev.easel.calculators.image.pixel.PixelSink;
import dev.easel.picture.RgbImages;
import java.nio.ByteBuffer;

/** Collects an image the right way up, alpha dropped as OpenVINO Model Server does. */
final class RgbSink implements PixelSink {

  private final RgbImages image;
  private final ByteBuffer pixels;
  private final Orientation orientation;
  private byte[] run = new byte[0];

  RgbSink(ImageHeader header) {
    image = RgbImages.allocate(1, header.shownHeight(), header.shownWidth());
    pixels = image.pixels();
    orientation = header.orientation();
  }

  @Override
  public void accept(int x, int stepX, int y, byte[] rgba, int count) {
    if (orientation == Orientation.UPRIGHT && stepX == 1) {
      acceptRun(x, y, rgba, count);
      return;
    }
    byte[] pixel = new byte[3];
    for (int i = 0; i < count; i++) {
      int column = x + i * stepX;
      int shownX = orientation.shownX(column, y, image.width());
      int shownY = orientation.shownY(column, y, image.height());
      System.arraycopy(rgba, i * 4, pixel, 0, 3);
      pixels.put((shownY * image.width() + shownX) * 3, pixel);
    }
  }

  /** What nearly all files are: no pixel changes its place. */
  private void acceptRun(int x, int y, byte[] rgba, int count) {
    if (run.length < count * 3) {
      run = new byte[count * 3];
    }
    for (int i = 0; i < count; i++) {
      run[3 * i] = rgba[4 * i];
      run[3 * i + 1] = rgba[4 * i + 1];
      run[3 * i + 2] = rgba[4 * i + 2];
    }
    pixels.put((y * image.width() + x) * 3, run, 0, count * 3);
  }

  RgbImages image() {
    return image;
  }
}
