package dev.easel.calculators.image.header;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The screen of a GIF file (GIF89a) and where its first image lies on it.
 *
 * @param width of the screen, in pixels
 * @param height of the screen, in pixels
 * @param left the column of the image's first one
 * @param top the row of the image's first one
 */
public record GifHeader(int width, int height, int left, int top) {

  private static final int EXTENSION = 0x21;
  private static final int IMAGE = 0x2c;

  /**
   * Reads up to the end of the first image.
   *
   * @throws ImageFormatException when the file is cut off or has no image
   */
  public static GifHeader read(ByteBuffer file) throws ImageFormatException {
    ByteBuffer in = file.slice().order(ByteOrder.LITTLE_ENDIAN);
    skip(in, 6);
    require(in, 7);
    int width = in.getShort() & 0xffff;
    int height = in.getShort() & 0xffff;
    int flags = in.get();
    skip(in, 2 + tableBytes(flags));
    while (true) {
      require(in, 1);
      int block = in.get();
      if (block == IMAGE) {
        require(in, 4);
        int left = in.getShort() & 0xffff;
        int top = in.getShort() & 0xffff;
        checkImage(in);
        return new GifHeader(width, height, left, top);
      }
      if (block != EXTENSION) {
        throw new ImageFormatException("the GIF file has no picture");
      }
      skip(in, 1);
      skipBlocks(in);
    }
  }

  private static void checkImage(ByteBuffer in) throws ImageFormatException {
    skip(in, 4);
    require(in, 1);
    skip(in, tableBytes(in.get()) + 1);
    skipBlocks(in);
  }

  private static int tableBytes(int flags) {
    return (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);
  }

  private static void skipBlocks(ByteBuffer in) throws ImageFormatException {
    require(in, 1);
    int length = in.get() & 0xff;
    while (length != 0) {
      skip(in, length);
      require(in, 1);
      length = in.get() & 0xff;
    }
  }

  private static void skip(ByteBuffer in, int bytes) throws ImageFormatException {
    require(in, bytes);
    in.position(in.position() + bytes);
  }

  private static void require(ByteBuffer in, int bytes) throws ImageFormatException {
    if (in.remaining() < bytes) {
      throw new ImageFormatException("the GIF file is cut off");
    }
  }

  ImageHeader toImageHeader() {
    return ImageHeader.upright(InputFormat.GIF, width, height);
  }
}
