package dev.easel.calculators.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.easel.calculators.image.header.ImageFormatException;
import dev.easel.calculators.image.png.PngEncoder;
import dev.easel.calculators.image.png.PngFilter;
import dev.easel.calculators.task.ImageFormat;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Work on an image that nobody wants any more ends in its middle, and says why. */
class GivenUpTest {
  private static final int SIDE = 600;

  /** Above this many pixels a file is unpacked twice. */
  private static final int LARGE_SIDE = 2100;

  private static final int BLOCKS = 1000;

  /** Work that can be given up. */
  private interface Work {
    void go(Runnable check) throws Exception;
  }

  static Stream<Arguments> works() {
    return Stream.of(
        Arguments.of("PNG encoding", SIDE, encoding(ImageFormat.PNG)),
        Arguments.of("JPEG encoding", 2, encoding(ImageFormat.JPEG)),
        Arguments.of("WebP encoding", 1, encoding(ImageFormat.WEBP)),
        Arguments.of("PNG decoding", SIDE, decoding(written("png", SIDE))),
        Arguments.of("large PNG decoding", 2 * LARGE_SIDE, decoding(written("png", LARGE_SIDE))),
        Arguments.of("JPEG decoding", SIDE + 2, decoding(written("jpeg", SIDE))),
        Arguments.of("GIF decoding", SIDE, decoding(written("gif", SIDE))),
        Arguments.of("GIF without pixels", BLOCKS, refused(HostileImages.gifOfClears(BLOCKS))),
        Arguments.of("BMP decoding", SIDE, decoding(written("bmp", SIDE))),
        Arguments.of("WebP decoding", SIDE + 1, decoding(webp())),
        Arguments.of("mask decoding", 3 * SIDE, masking(written("png", SIDE))));
  }

  private static ByteBuffer written(String format, int side) {
    return TestImages.write(TestImages.buffered(TestImages.photo(side, side), side, side), format);
  }

  private static ByteBuffer webp() {
    ByteBuffer rgb = ByteBuffer.wrap(TestImages.photo(SIDE, SIDE));
    return new LossyEncoder(ImageFormat.WEBP, () -> {}).encode(rgb, SIDE, SIDE, 90).get(0);
  }

  private static Work encoding(ImageFormat format) {
    ByteBuffer rgb = ByteBuffer.wrap(TestImages.photo(SIDE, SIDE));
    return check -> {
      if (format == ImageFormat.PNG) {
        new PngEncoder(PngFilter.PAETH, check).encode(rgb, SIDE, SIDE, Optional.empty());
      } else {
        new LossyEncoder(format, check).encode(rgb, SIDE, SIDE, 100);
      }
    };
  }

  private static Work decoding(ByteBuffer file) {
    return check -> new ImageDecoder(ImageLimits.DEFAULT, check).decode(file).close();
  }

  /** Looking for what is not there is work as well. */
  private static Work refused(byte[] file) {
    ImageLimits limits = ImageLimits.DEFAULT;
    return check -> {
      try {
        new ImageDecoder(limits, check).decode(ByteBuffer.wrap(file)).close();
        throw new AssertionError("it has no pixels");
      } catch (ImageFormatException e) {
        assertThat(e).hasMessageContaining("missing");
      }
    };
  }

  private static Work masking(ByteBuffer file) {
    return check ->
        new ImageDecoder(ImageLimits.DEFAULT, check).decodeMask(file, SIDE, SIDE).close();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("works")
  void endsWherever(String what, int least, Work work) throws Exception {
    AtomicInteger all = new AtomicInteger();
    work.go(all::incrementAndGet);
    assertThat(all.get()).isGreaterThanOrEqualTo(least);
    for (int end : new int[] {1, least / 2 + 1, least}) {
      StatusException cancelled = new StatusException(StatusCode.CANCELLED, "nobody is left");
      AtomicInteger asked = new AtomicInteger();
      assertThatThrownBy(
              () ->
                  work.go(
                      () -> {
                        if (asked.incrementAndGet() >= end) {
                          throw cancelled;
                        }
                      }))
          .isSameAs(cancelled);
      // Writers that are not ours may ask once more while they end.
      assertThat(asked.get()).isGreaterThanOrEqualTo(end);
    }
  }
}
