package dev.easel.calculators.generate.pipeline;

import dev.easel.calculators.payload.Resolution;
import dev.easel.genai.RgbImages;
import java.nio.ByteBuffer;

/** Enlarges pictures that are smaller than a cell of the latent, which GenAI cannot take in. */
final class SmallPicture {

  private static final int LEAST_SIDE = 16;

  private SmallPicture() {}

  /** The picture itself, or one of the given size when it is too small. */
  static RgbImages enlarge(RgbImages picture, Resolution size) {
    if (picture.width() >= LEAST_SIDE && picture.height() >= LEAST_SIDE) {
      return picture;
    }
    RgbImages large = RgbImages.allocate(1, size.height(), size.width());
    ByteBuffer from = picture.pixels();
    ByteBuffer to = large.pixels();
    byte[] pixel = new byte[3];
    for (int y = 0; y < size.height(); y++) {
      int row = y * picture.height() / size.height() * picture.width();
      for (int x = 0; x < size.width(); x++) {
        from.get((row + x * picture.width() / size.width()) * 3, pixel);
        to.put(pixel);
      }
    }
    return large;
  }
}
