package dev.easel.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class RgbImagesTest {
  @Test
  void holdsImagesOneAfterTheOther() {
    try (RgbImages images = RgbImages.allocate(2, 3, 5)) {
      assertThat(images.pixels().isDirect()).isTrue();
      assertThat(images.pixels().remaining()).isEqualTo(2 * 3 * 5 * 3);
      images.pixels().put(3 * 5 * 3, (byte) 42);
      assertThat(images.image(1).get(0)).isEqualTo((byte) 42);
      assertThat(images.image(1).remaining()).isEqualTo(3 * 5 * 3);
      assertThat(images.image(0).get(0)).isZero();
    }
  }

  @Test
  void resultsAreReadOnlyAndTheirMemoryIsUsedAgain() {
    PixelMemory memory = new PixelMemory();
    ByteBuffer lent = memory.take(RgbImages.bytes(1, 2, 2));
    RgbImages result = RgbImages.lent(1, 2, 2, lent, memory);
    assertThat(result.pixels().isReadOnly()).isTrue();
    assertThat(result.image(0).isReadOnly()).isTrue();
    result.close();
    result.close();
    assertThat(memory.take(12)).isSameAs(lent);
    assertThat(memory.take(12)).isNotSameAs(lent);
  }

  @Test
  void refusesUseAfterClose() {
    RgbImages images = RgbImages.allocate(1, 2, 2);
    images.close();
    assertThatThrownBy(images::pixels)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the RgbImages are closed");
  }

  @Test
  void refusesSizesThatNoBufferHas() {
    assertThatThrownBy(() -> RgbImages.allocate(1, 0, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("height must be at least 1, not 0");
    assertThatThrownBy(() -> RgbImages.allocate(100, 16_384, 16_384))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("100 pictures of 16384x16384 are more than 2 GiB");
    try (RgbImages images = RgbImages.allocate(1, 2, 2)) {
      assertThatThrownBy(() -> images.image(1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("no picture 1 among 1");
    }
  }
}
