package dev.easel.fuzz;

import dev.easel.calculators.image.ImageDecoder;
import dev.easel.calculators.image.ImageLimits;
import dev.easel.calculators.image.header.ImageFormatException;
import dev.easel.calculators.image.header.ImageHeader;
import dev.easel.calculators.image.header.InputFormat;
import dev.easel.picture.RgbImages;
import java.nio.ByteBuffer;

/** Decodes pictures of one format to their last pixel, as they are sent and as masks. */
final class PictureTarget implements Target.Reader {

  private static final ImageLimits LIMITS = new ImageLimits(128 * 128, 16);

  /** Rows and pieces that a decoder may begin: scans, passes and frames included. */
  private static final int MOST_STEPS = 100_000;

  private final InputFormat format;

  PictureTarget(InputFormat format) {
    this.format = format;
  }

  @Override
  public void read(byte[] input) throws ImageFormatException {
    if (format == InputFormat.PNG) {
      // Nothing gets past checksums by chance.
      decode(PngSums.right(input));
    } else {
      decode(input);
    }
  }

  private static void decode(byte[] input) throws ImageFormatException {
    int[] steps = {0};
    ImageDecoder decoder =
        new ImageDecoder(
            LIMITS,
            () -> {
              steps[0]++;
              if (steps[0] > MOST_STEPS) {
                throw new AssertionError("decoding goes on and on");
              }
            });
    ByteBuffer file = ByteBuffer.wrap(input).asReadOnlyBuffer();
    ImageHeader header = decoder.header(file);
    try (RgbImages image = decoder.decode(file)) {
      if (image.width() != header.shownWidth() || image.height() != header.shownHeight()) {
        throw new AssertionError("a picture of another size than its header's was made");
      }
    }
    decoder.decodeMask(file, header.shownWidth(), header.shownHeight()).close();
  }
}
