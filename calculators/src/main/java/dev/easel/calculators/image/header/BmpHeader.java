package dev.easel.calculators.image.header;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What the two headers of a Windows bitmap say.
 *
 * @param width in pixels
 * @param height in pixels
 * @param isTopDown whether the first row is the topmost one
 * @param bits of a pixel
 * @param isPacked whether runs of equal pixels are packed (RLE4, RLE8)
 * @param palette blue, green, red and perhaps a fourth byte of each colour
 * @param colorBytes of a colour in the palette
 * @param masks the bits of red, green, blue and opacity in a pixel of 16 or 32 bits; 0 for none
 * @param data the file from its first pixel on
 */
public record BmpHeader(
    int width,
    int height,
    boolean isTopDown,
    int bits,
    boolean isPacked,
    ByteBuffer palette,
    int colorBytes,
    Masks masks,
    ByteBuffer data) {

  /** The bits of a pixel that each sample has. */
  public record Masks(int red, int green, int blue, int alpha) {
    private static final Masks BITS_16 = new Masks(0x7c00, 0x3e0, 0x1f, 0);
    private static final Masks BITS_32 = new Masks(0xff0000, 0xff00, 0xff, 0);
  }

  private static final int FILE_HEADER_BYTES = 14;
  private static final int OLD_HEADER_BYTES = 12;
  private static final int HEADER_BYTES = 40;

  /**
   * Headers of this size on have the masks of red, green and blue inside; 4 bytes more: opacity.
   */
  private static final int MASKS_HEADER_BYTES = 52;

  private static final int PLAIN = 0;
  private static final int RLE8 = 1;
  private static final int RLE4 = 2;
  private static final int MASKED = 3;
  private static final int ALPHA_MASKED = 6;

  /**
   * Reads both headers.
   *
   * @throws ImageFormatException when the file is cut off or of a kind that is not read
   */
  public static BmpHeader read(ByteBuffer file) throws ImageFormatException {
    ByteBuffer in = file.slice().order(ByteOrder.LITTLE_ENDIAN);
    require(in, FILE_HEADER_BYTES + OLD_HEADER_BYTES);
    int size = in.getInt(14);
    if (size == OLD_HEADER_BYTES) {
      return old(in);
    }
    if (size < HEADER_BYTES || size > 256) {
      throw damaged("its header has " + (size & 0xffffffffL) + " bytes");
    }
    require(in, FILE_HEADER_BYTES + size);
    int kind = in.getInt(30);
    if (kind != PLAIN && kind != RLE8 && kind != RLE4 && kind != MASKED && kind != ALPHA_MASKED) {
      throw new ImageFormatException(
          "the BMP file holds a JPEG or PNG file, or another coding; send that file itself");
    }
    return of(in, size, kind);
  }

  private static BmpHeader old(ByteBuffer in) throws ImageFormatException {
    int bits = in.getShort(24) & 0xffff;
    int width = in.getShort(18) & 0xffff;
    int height = in.getShort(20) & 0xffff;
    int start = FILE_HEADER_BYTES + OLD_HEADER_BYTES;
    ByteBuffer palette = palette(in, start, bits, 3, 0);
    return checked(in, width, height, false, bits, false, palette, 3, Masks.BITS_32);
  }

  private static BmpHeader of(ByteBuffer in, int size, int kind) throws ImageFormatException {
    int width = in.getInt(18);
    int height = in.getInt(22);
    int bits = in.getShort(28) & 0xffff;
    int start = FILE_HEADER_BYTES + size;
    boolean isMasked = kind == MASKED || kind == ALPHA_MASKED;
    boolean isPacked = kind == RLE8 || kind == RLE4;
    boolean isAllowed =
        switch (kind) {
          case RLE8 -> bits == 8;
          case RLE4 -> bits == 4;
          case MASKED, ALPHA_MASKED -> bits == 16 || bits == 32;
          default -> true;
        };
    if (width < 1 || height == Integer.MIN_VALUE || !isAllowed || (isPacked && height < 0)) {
      throw damaged("its size, coding and bits of a pixel do not go together");
    }
    Masks masks = isMasked ? masks(in, size, kind) : bits == 16 ? Masks.BITS_16 : Masks.BITS_32;
    int masksBehind = isMasked && size < MASKS_HEADER_BYTES ? (kind == MASKED ? 12 : 16) : 0;
    ByteBuffer palette = palette(in, start + masksBehind, bits, 4, in.getInt(46));
    return checked(in, width, height, height < 0, bits, isPacked, palette, 4, masks);
  }

  private static Masks masks(ByteBuffer in, int size, int kind) throws ImageFormatException {
    int at = FILE_HEADER_BYTES + HEADER_BYTES;
    boolean hasAlpha = kind == ALPHA_MASKED || size >= MASKS_HEADER_BYTES + 4;
    require(in, at + (hasAlpha ? 16 : 12));
    return new Masks(
        in.getInt(at), in.getInt(at + 4), in.getInt(at + 8), hasAlpha ? in.getInt(at + 12) : 0);
  }

  private static ByteBuffer palette(ByteBuffer in, int start, int bits, int colorBytes, int used)
      throws ImageFormatException {
    if (bits > 8) {
      return in.slice(0, 0);
    }
    int most = 1 << bits;
    int colors = used > 0 && used < most ? used : most;
    int end =
        Math.min(Math.min(in.limit(), start + colors * colorBytes), Math.max(start, data(in)));
    require(in, start);
    return in.slice(start, end - start);
  }

  private static int data(ByteBuffer in) {
    return (int) Math.min(in.getInt(10) & 0xffffffffL, in.limit());
  }

  private static BmpHeader checked(
      ByteBuffer in,
      int width,
      int signedHeight,
      boolean isTopDown,
      int bits,
      boolean isPacked,
      ByteBuffer palette,
      int colorBytes,
      Masks masks)
      throws ImageFormatException {
    int height = Math.abs(signedHeight);
    if (bits != 1 && bits != 4 && bits != 8 && bits != 16 && bits != 24 && bits != 32) {
      throw damaged("a pixel has " + bits + " bits");
    }
    if (bits <= 8 && palette.remaining() < colorBytes) {
      throw damaged("it has no palette");
    }
    int start = data(in);
    ByteBuffer data = in.slice(start, in.limit() - start).order(ByteOrder.LITTLE_ENDIAN);
    long rowBytes = ((long) width * bits + 31) / 32 * 4;
    if (width < 1 || height < 1 || (!isPacked && rowBytes > data.remaining() / height)) {
      throw new ImageFormatException("the BMP file is cut off");
    }
    return new BmpHeader(
        width, height, isTopDown, bits, isPacked, palette, colorBytes, masks, data);
  }

  private static void require(ByteBuffer in, int bytes) throws ImageFormatException {
    if (in.remaining() < bytes) {
      throw new ImageFormatException("the BMP file is cut off");
    }
  }

  private static ImageFormatException damaged(String why) {
    return new ImageFormatException("the BMP file is damaged: " + why);
  }

  ImageHeader toImageHeader() {
    return ImageHeader.upright(InputFormat.BMP, width, height);
  }
}
