package dev.easel.calculators.image;

import java.nio.ByteBuffer;
import java.util.List;

/** What a PNG file's IHDR chunk says. */
record PngHeader(int width, int height, int bitDepth, ColorType colorType, boolean interlaced) {

  /** PNG's five colour types with the samples of one pixel and the bit depths they can have. */
  enum ColorType {
    GRAY(0, 1, "1 2 4 8 16"),
    RGB(2, 3, "8 16"),
    PALETTE(3, 1, "1 2 4 8"),
    GRAY_ALPHA(4, 2, "8 16"),
    RGB_ALPHA(6, 4, "8 16");

    private final int number;
    private final int samples;
    private final String bitDepths;

    ColorType(int number, int samples, String bitDepths) {
      this.number = number;
      this.samples = samples;
      this.bitDepths = bitDepths;
    }

    int samples() {
      return samples;
    }
  }

  static PngHeader read(ByteBuffer file) throws ImageFormatException {
    ByteBuffer in = file.duplicate();
    if (in.remaining() < 33 || in.getInt(in.position() + 12) != 0x49484452) {
      throw new ImageFormatException("the PNG file has no header");
    }
    in.position(in.position() + 16);
    int width = in.getInt();
    int height = in.getInt();
    int bitDepth = in.get();
    ColorType colorType = colorType(in.get(), bitDepth);
    int compression = in.get();
    int filter = in.get();
    int interlace = in.get();
    if (compression != 0 || filter != 0 || interlace < 0 || interlace > 1) {
      throw new ImageFormatException("the PNG file uses an unknown coding");
    }
    return new PngHeader(width, height, bitDepth, colorType, interlace == 1);
  }

  private static ColorType colorType(int number, int bitDepth) throws ImageFormatException {
    for (ColorType type : ColorType.values()) {
      if (type.number == number
          && List.of(type.bitDepths.split(" ")).contains(String.valueOf(bitDepth))) {
        return type;
      }
    }
    throw new ImageFormatException(
        "the PNG file has colour type " + number + " with " + bitDepth + " bits, which is not PNG");
  }

  int bitsPerPixel() {
    return bitDepth * colorType.samples();
  }

  /** The bytes of a row of so many pixels, without its filter type. */
  int rowBytes(int pixels) {
    return Math.toIntExact(((long) pixels * bitsPerPixel() + 7) / 8);
  }
}
