package dev.easel.calculators.image.header;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * What the first chunk of a WebP file says (RFC 9649).
 *
 * @param width in pixels
 * @param height in pixels
 * @param animated whether more than one image may follow
 */
public record WebpHeader(int width, int height, boolean animated) {

  private static final int ANIMATION_FLAG = 2;

  /**
   * Reads the first chunk.
   *
   * @throws ImageFormatException when the file is cut off or has no image
   */
  public static WebpHeader read(ByteBuffer file) throws ImageFormatException {
    ByteBuffer in = file.slice().order(ByteOrder.LITTLE_ENDIAN);
    if (in.remaining() < 30 || (in.getInt(4) & 0xffffffffL) + 8 > in.remaining()) {
      throw new ImageFormatException("the WebP file is cut off");
    }
    byte[] type = new byte[4];
    in.get(12, type);
    return switch (new String(type, StandardCharsets.ISO_8859_1)) {
      case "VP8 " -> new WebpHeader(in.getShort(26) & 0x3fff, in.getShort(28) & 0x3fff, false);
      case "VP8L" -> lossless(in.getInt(21));
      case "VP8X" -> {
        boolean animated = (in.get(20) & ANIMATION_FLAG) != 0;
        yield new WebpHeader(1 + triple(in, 24), 1 + triple(in, 27), animated);
      }
      default -> throw new ImageFormatException("the WebP file has no picture");
    };
  }

  private static WebpHeader lossless(int bits) {
    return new WebpHeader((bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1, false);
  }

  private static int triple(ByteBuffer in, int at) {
    return (in.getShort(at) & 0xffff) | ((in.get(at + 2) & 0xff) << 16);
  }

  ImageHeader toImageHeader() {
    return ImageHeader.upright(InputFormat.WEBP, width, height);
  }
}
