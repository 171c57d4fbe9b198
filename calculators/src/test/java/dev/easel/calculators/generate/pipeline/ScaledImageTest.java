package dev.easel.calculators.generate.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.calculators.model.Resolution;
import dev.easel.picture.RgbImages;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class ScaledImageTest {

  /** Rows of grey values, each the same in all rows. */
  private static RgbImages columns(int height, int... greys) {
    RgbImages image = RgbImages.allocate(1, height, greys.length);
    ByteBuffer pixels = image.pixels();
    for (int y = 0; y < height; y++) {
      for (int grey : greys) {
        pixels.put((byte) grey).put((byte) grey).put((byte) (255 - grey));
      }
    }
    return image;
  }

  private static int[] firstRow(RgbImages image, int channel) {
    ByteBuffer pixels = image.pixels();
    int[] row = new int[image.width()];
    for (int x = 0; x < row.length; x++) {
      row[x] = pixels.get(x * 3 + channel) & 0xFF;
    }
    return row;
  }

  @Test
  void anImageOfTheSizeStaysAsItIs() {
    try (RgbImages image = columns(2, 10, 20)) {
      assertThat(ScaledImage.to(new Resolution(2, 2), image)).isSameAs(image);
    }
  }

  @Test
  void nothingIsSkippedWhenItGetsSmaller() {
    try (RgbImages image = columns(8, 0, 0, 0, 240, 0, 0, 0, 0);
        RgbImages small = ScaledImage.to(new Resolution(2, 4), image)) {
      assertThat(small.height()).isEqualTo(4);
      assertThat(firstRow(small, 0)[0]).isGreaterThan(firstRow(small, 0)[1]);
      assertThat(firstRow(small, 0)[1]).isPositive();
    }
  }

  @Test
  void whatIsBetweenIsMixedWhenItGetsLarger() {
    try (RgbImages image = columns(1, 0, 200);
        RgbImages large = ScaledImage.to(new Resolution(4, 3), image)) {
      assertThat(large.height()).isEqualTo(3);
      assertThat(firstRow(large, 0)).containsExactly(0, 50, 150, 200);
      assertThat(firstRow(large, 2)).containsExactly(255, 205, 105, 55);
    }
  }
}
