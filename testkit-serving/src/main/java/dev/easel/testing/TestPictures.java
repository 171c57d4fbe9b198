package dev.easel.testing;

import dev.easel.calculators.image.ImageDecoder;
import dev.easel.calculators.image.ImageLimits;
import dev.easel.calculators.image.header.ImageFormatException;
import dev.easel.calculators.image.png.PngEncoder;
import dev.easel.picture.RgbImages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Pictures for requests, and what pictures are compared with.
 *
 * <p><b>Threads:</b> any.
 */
public final class TestPictures {
  private static final ImageLimits LIMITS = new ImageLimits(1 << 28, 1 << 16);

  private TestPictures() {}

  /**
   * A picture of one colour.
   *
   * @param rgb such as {@code 0xff0000} for red
   */
  public static RgbImages plain(int width, int height, int rgb) {
    RgbImages picture = RgbImages.allocate(1, height, width);
    ByteBuffer pixels = picture.pixels();
    while (pixels.hasRemaining()) {
      pixels.put((byte) (rgb >> 16)).put((byte) (rgb >> 8)).put((byte) rgb);
    }
    return picture;
  }

  /** The picture in a PNG, JPEG, WebP, GIF or BMP file. */
  public static RgbImages read(Path file) {
    try {
      return decode(Files.readAllBytes(file), file.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A picture as a PNG file; of several, the first. */
  public static byte[] png(RgbImages picture) {
    List<ByteBuffer> pieces =
        new PngEncoder()
            .encode(picture.image(0), picture.width(), picture.height(), Optional.empty());
    ByteBuffer file = ByteBuffer.allocate(pieces.stream().mapToInt(ByteBuffer::remaining).sum());
    pieces.forEach(file::put);
    return file.array();
  }

  static RgbImages decode(byte[] file, String where) {
    try {
      return new ImageDecoder(LIMITS).decode(ByteBuffer.wrap(file));
    } catch (ImageFormatException e) {
      throw new AssertionError(where + " has no picture that can be read: " + e.getMessage(), e);
    }
  }
}
