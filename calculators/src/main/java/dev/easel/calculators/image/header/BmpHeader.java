package dev.easel.calculators.image.header;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** What the two headers of a Windows bitmap say. */
final class BmpHeader {

  private static final int FILE_HEADER_BYTES = 14;
  private static final int OLD_HEADER_BYTES = 12;

  private BmpHeader() {}

  static ImageHeader read(ByteBuffer file) throws ImageFormatException {
    ByteBuffer in = file.slice().order(ByteOrder.LITTLE_ENDIAN);
    if (in.remaining() < FILE_HEADER_BYTES + OLD_HEADER_BYTES) {
      throw new ImageFormatException("the BMP file is cut off");
    }
    boolean old = in.getInt(14) == OLD_HEADER_BYTES;
    if (!old && in.remaining() < 54) {
      throw new ImageFormatException("the BMP file is cut off");
    }
    int width = old ? in.getShort(18) & 0xffff : in.getInt(18);
    int height = old ? in.getShort(20) & 0xffff : Math.abs(in.getInt(22));
    int bits = in.getShort(old ? 24 : 28) & 0xffff;
    boolean packed = !old && (in.getInt(30) == 1 || in.getInt(30) == 2);
    long rowBytes = ((long) width * bits + 31) / 32 * 4;
    long start = in.getInt(10) & 0xffffffffL;
    if (width < 0 || height < 0 || (!packed && start + rowBytes * height > in.remaining())) {
      throw new ImageFormatException("the BMP file is cut off");
    }
    return ImageHeader.upright(InputFormat.BMP, width, height);
  }
}
