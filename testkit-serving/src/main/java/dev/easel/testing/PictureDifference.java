package dev.easel.testing;

import dev.easel.picture.RgbImages;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Where two pictures of one size differ.
 *
 * @param histogram how many pixels differ by how much
 * @param most the largest difference of a value
 * @param x of the first pixel that has it
 * @param y of the same
 * @param expected that pixel as it should be
 * @param actual as it is
 */
record PictureDifference(
    List<Integer> histogram, int most, int x, int y, int expected, int actual) {
  private static final int MOST = 255;

  /** Compares the pixels of two pictures, row by row. */
  static PictureDifference of(ByteBuffer expected, ByteBuffer actual, int width) {
    int[] histogram = new int[MOST + 1];
    int most = -1;
    int worst = 0;
    for (int at = 0; at < expected.limit(); at += 3) {
      int largest = 0;
      for (int c = 0; c < 3; c++) {
        largest = Math.max(largest, between(expected, actual, at + c));
      }
      histogram[largest]++;
      if (largest > most) {
        most = largest;
        worst = at;
      }
    }
    int pixel = worst / 3;
    return new PictureDifference(
        Arrays.stream(histogram).boxed().toList(),
        most,
        pixel % width,
        pixel / width,
        rgb(expected, worst),
        rgb(actual, worst));
  }

  private static int between(ByteBuffer expected, ByteBuffer actual, int at) {
    return Math.abs((expected.get(at) & MOST) - (actual.get(at) & MOST));
  }

  /** The pixel whose first byte lies at a place. */
  static int rgb(ByteBuffer pixels, int at) {
    int red = pixels.get(at) & MOST;
    int green = pixels.get(at + 1) & MOST;
    int blue = pixels.get(at + 2) & MOST;
    return (red << 16) | (green << 8) | blue;
  }

  String text(int tolerance) {
    int all = 0;
    int beyond = 0;
    for (int by = 0; by <= MOST; by++) {
      all += histogram.get(by);
      beyond += by > tolerance ? histogram.get(by) : 0;
    }
    return "%d of %d pixels differ by more than %d, most by %d at (%d, %d): expected #%06x, got #%06x"
        .formatted(beyond, all, tolerance, most, x, y, expected, actual);
  }

  /** What was expected, what there is, and the difference, whose largest is white. */
  RgbImages panels(RgbImages wanted, RgbImages found, int image) {
    int row = 3 * wanted.width();
    RgbImages panels = RgbImages.allocate(1, wanted.height(), 3 * wanted.width());
    ByteBuffer left = wanted.image(image);
    ByteBuffer middle = found.image(image);
    ByteBuffer to = panels.pixels();
    for (int begin = 0; begin < left.limit(); begin += row) {
      to.put(left.slice(begin, row)).put(middle.slice(begin, row));
      for (int at = begin; at < begin + row; at++) {
        to.put((byte) (between(left, middle, at) * MOST / most));
      }
    }
    return panels;
  }
}
