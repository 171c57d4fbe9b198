package dev.easel.calculators.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;

/** Images to encode and decode. */
public final class TestImages {

  private TestImages() {}

  /** Smooth colours with noise, as a photograph has them. */
  public static byte[] photo(int width, int height) {
    Random random = new Random(7);
    byte[] rgb = new byte[width * height * 3];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int at = (y * width + x) * 3;
        rgb[at] = (byte) (x * 255 / width + random.nextInt(4));
        rgb[at + 1] = (byte) (y * 255 / height + random.nextInt(4));
        rgb[at + 2] = (byte) ((x + y) * 120 / width + random.nextInt(4));
      }
    }
    return rgb;
  }

  public static ByteBuffer join(List<ByteBuffer> pieces) {
    ByteBuffer file = ByteBuffer.allocate(pieces.stream().mapToInt(ByteBuffer::remaining).sum());
    pieces.forEach(piece -> file.put(piece.duplicate()));
    return file.flip();
  }

  public static BufferedImage buffered(byte[] rgb, int width, int height) {
    return RgbBufferedImage.of(ByteBuffer.wrap(rgb), width, height);
  }

  public static ByteBuffer write(BufferedImage image, String format) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(image, format, out)) {
        throw new IllegalStateException("no writer for " + format);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ByteBuffer.wrap(out.toByteArray());
  }

  public static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
