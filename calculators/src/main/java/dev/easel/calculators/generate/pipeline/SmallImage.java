package dev.easel.calculators.generate.pipeline;

import dev.easel.calculators.model.Resolution;
import dev.easel.picture.RgbImages;
import java.nio.ByteBuffer;

/** Enlarges images that are smaller than a cell of the latent, which GenAI cannot take in. */
final class SmallImage {

  private static final int LEAST_SIDE = 16;

  private SmallImage() {}

  /** The image itself, or one of the given size when it is too small. */
  static RgbImages enlarge(RgbImages image, Resolution size) {
    if (image.width() >= LEAST_SIDE && image.height() >= LEAST_SIDE) {
      return image;
    }
    RgbImages large = RgbImages.allocate(1, size.height(), size.width());
    ByteBuffer from = image.pixels();
    ByteBuffer to = large.pixels();
    byte[] pixel = new byte[3];
    for (int y = 0; y < size.height(); y++) {
      int row = y * image.height() / size.height() * image.width();
      for (int x = 0; x < size.width(); x++) {
        from.get((row + x * image.width() / size.width()) * 3, pixel);
        to.put(pixel);
      }
    }
    return large;
  }
}
