package dev.easel.calculators.image.header;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The screen of a GIF file (GIF89a) and its first image.
 *
 * @param width of the screen, in pixels
 * @param height of the screen, in pixels
 * @param left the column of the image's first one
 * @param top the row of the image's first one
 * @param imageWidth in pixels
 * @param imageHeight in pixels
 * @param isInterlaced whether the rows come in four passes
 * @param palette red, green and blue of each colour
 * @param clear the number of the colour that is transparent; -1 when there is none
 * @param data where the image's data begin in the file: the bits of its first codes, then blocks
 */
public record GifHeader(
    int width,
    int height,
    int left,
    int top,
    int imageWidth,
    int imageHeight,
    boolean isInterlaced,
    ByteBuffer palette,
    int clear,
    int data) {

  private static final int EXTENSION = 0x21;
  private static final int GRAPHIC_CONTROL = 0xf9;
  private static final int IMAGE = 0x2c;

  /** Bytes of a colour. */
  private static final int COLOR = 3;

  /**
   * Reads up to the end of the first image.
   *
   * @throws ImageFormatException when the file is cut off, has no image, or one outside its screen
   */
  public static GifHeader read(ByteBuffer file) throws ImageFormatException {
    ByteBuffer in = file.slice().order(ByteOrder.LITTLE_ENDIAN);
    skip(in, 6);
    require(in, 7);
    int width = in.getShort() & 0xffff;
    int height = in.getShort() & 0xffff;
    int flags = in.get();
    skip(in, 2);
    ByteBuffer palette = palette(in, flags);
    int clear = -1;
    while (true) {
      require(in, 2);
      int block = in.get();
      if (block == IMAGE) {
        return image(in, width, height, palette, clear);
      }
      if (block != EXTENSION) {
        throw new ImageFormatException("the GIF file has no picture");
      }
      boolean isControl = (in.get() & 0xff) == GRAPHIC_CONTROL;
      if (isControl && in.remaining() >= 5 && in.get(in.position()) == 4) {
        boolean hasClear = (in.get(in.position() + 1) & 1) != 0;
        clear = hasClear ? in.get(in.position() + 4) & 0xff : -1;
      }
      skipBlocks(in);
    }
  }

  private static GifHeader image(ByteBuffer in, int width, int height, ByteBuffer common, int clear)
      throws ImageFormatException {
    require(in, 9);
    int left = in.getShort() & 0xffff;
    int top = in.getShort() & 0xffff;
    int imageWidth = in.getShort() & 0xffff;
    int imageHeight = in.getShort() & 0xffff;
    int flags = in.get();
    if (imageWidth == 0
        || imageHeight == 0
        || left + imageWidth > width
        || top + imageHeight > height) {
      throw new ImageFormatException(
          "the GIF file is damaged: its picture of %dx%d lies outside of its screen of %dx%d"
              .formatted(imageWidth, imageHeight, width, height));
    }
    ByteBuffer own = palette(in, flags);
    ByteBuffer palette = own.hasRemaining() ? own : common;
    if (!palette.hasRemaining()) {
      throw new ImageFormatException("the GIF file is damaged: it has no palette");
    }
    int data = in.position();
    skip(in, 1);
    skipBlocks(in);
    boolean isInterlaced = (flags & 0x40) != 0;
    return new GifHeader(
        width, height, left, top, imageWidth, imageHeight, isInterlaced, palette, clear, data);
  }

  private static ByteBuffer palette(ByteBuffer in, int flags) throws ImageFormatException {
    int bytes = (flags & 0x80) == 0 ? 0 : COLOR << ((flags & 7) + 1);
    int start = in.position();
    skip(in, bytes);
    return in.slice(start, bytes);
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
