package dev.easel.calculators.generate.pipeline;

import dev.easel.calculators.model.Resolution;
import dev.easel.picture.RgbImages;
import java.nio.ByteBuffer;

/**
 * Scales images for families that take them as they are. Each pixel is the weighted mean of all
 * that lie under it, so that nothing is skipped when an image is made smaller.
 */
final class ScaledImage {

  private static final int CHANNELS = 3;

  private ScaledImage() {}

  /** The image itself, or one of the given size when it has another. */
  static RgbImages to(Resolution size, RgbImages image) {
    if (image.width() == size.width() && image.height() == size.height()) {
      return image;
    }
    float[] source = floats(image);
    float[] wide = scale(source, image.height(), image.width(), size.width(), CHANNELS);
    float[] both = scale(wide, 1, image.height(), size.height(), size.width() * CHANNELS);
    RgbImages scaled = RgbImages.allocate(1, size.height(), size.width());
    ByteBuffer pixels = scaled.pixels();
    for (float value : both) {
      pixels.put((byte) Math.round(value));
    }
    return scaled;
  }

  private static float[] floats(RgbImages image) {
    ByteBuffer pixels = image.pixels();
    float[] values = new float[pixels.remaining()];
    for (int i = 0; i < values.length; i++) {
      values[i] = pixels.get() & 0xFF;
    }
    return values;
  }

  /** Scales rows of so many cells, each of {@code width} values that stay together. */
  private static float[] scale(float[] from, int rows, int cells, int wanted, int width) {
    float[] to = new float[rows * wanted * width];
    double step = cells / (double) wanted;
    double reach = Math.max(1, step);
    for (int cell = 0; cell < wanted; cell++) {
      double centre = (cell + 0.5) * step;
      int first = (int) Math.max(0, Math.floor(centre - reach));
      int end = (int) Math.min(cells, Math.ceil(centre + reach));
      double sum = 0;
      for (int i = first; i < end; i++) {
        sum += weight(i, centre, reach);
      }
      for (int i = first; i < end; i++) {
        float part = (float) (weight(i, centre, reach) / sum);
        for (int row = 0; row < rows; row++) {
          int source = (row * cells + i) * width;
          int target = (row * wanted + cell) * width;
          for (int value = 0; value < width; value++) {
            to[target + value] += part * from[source + value];
          }
        }
      }
    }
    return to;
  }

  private static double weight(int cell, double centre, double reach) {
    return Math.max(0, 1 - Math.abs(cell + 0.5 - centre) / reach);
  }
}
