package dev.easel.calculators.image.header;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32;

/**
 * What a PNG file's IHDR chunk says.
 *
 * @param width in pixels
 * @param height in pixels
 * @param bitDepth bits of a sample
 * @param colorType what the samples of a pixel are
 * @param interlaced whether the rows come in Adam7's order
 */
public record PngHeader(
    int width, int height, int bitDepth, ColorType colorType, boolean interlaced) {

  private static final int FRAME_BYTES = 12;
  private static final int EXIF = 0x65584966;
  private static final int TRANSPARENCY = 0x74524e53;

  /** As many as are read at all. */
  private static final int MOST_CHUNKS = 50_000;

  /** PNG's five colour types with the samples of one pixel and the bit depths they can have. */
  public enum ColorType {
    /** One sample of gray. */
    GRAY(0, 1, "1 2 4 8 16"),
    /** Red, green and blue. */
    RGB(2, 3, "8 16"),
    /** The number of a colour in the palette. */
    PALETTE(3, 1, "1 2 4 8"),
    /** Gray and opacity. */
    GRAY_ALPHA(4, 2, "8 16"),
    /** Red, green, blue and opacity. */
    RGB_ALPHA(6, 4, "8 16");

    private final int number;
    private final int samples;
    private final String bitDepths;

    ColorType(int number, int samples, String bitDepths) {
      this.number = number;
      this.samples = samples;
      this.bitDepths = bitDepths;
    }

    /** How many samples a pixel has. */
    public int samples() {
      return samples;
    }
  }

  /**
   * Reads the chunk, which is the file's first.
   *
   * @throws ImageFormatException when it is not there or says what PNG does not know
   */
  public static PngHeader read(ByteBuffer file) throws ImageFormatException {
    ByteBuffer in = file.duplicate();
    if (in.remaining() < 33 || in.getInt(in.position() + 12) != 0x49484452) {
      throw new ImageFormatException("the PNG file has no header");
    }
    in.position(in.position() + 16);
    int width = in.getInt();
    int height = in.getInt();
    if (width < 0 || height < 0) {
      throw new ImageFormatException("the PNG file's header names a side that no picture has");
    }
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

  /**
   * How a viewer turns the picture: as its {@code eXIf} chunk says, unless that has a wrong
   * checksum.
   */
  static Orientation orientation(ByteBuffer file) {
    ByteBuffer in = file.slice();
    int at = find(in, EXIF);
    if (at < 0) {
      return Orientation.UPRIGHT;
    }
    int length = in.getInt(at);
    CRC32 checksum = new CRC32();
    checksum.update(in.slice(at + 4, length + 4));
    boolean isRight = (int) checksum.getValue() == in.getInt(at + 8 + length);
    return isRight ? Exif.orientation(in.slice(at + 8, length)) : Orientation.UPRIGHT;
  }

  /** Whether pixels can be transparent: their type says so, or a chunk that names such colours. */
  public static boolean hasTransparency(ByteBuffer file) throws ImageFormatException {
    ColorType type = read(file).colorType();
    return type == ColorType.GRAY_ALPHA
        || type == ColorType.RGB_ALPHA
        || find(file.slice(), TRANSPARENCY) >= 0;
  }

  /** Where the first whole chunk of a type begins; -1 when there is none. */
  private static int find(ByteBuffer in, int type) {
    int at = Long.BYTES;
    for (int i = 0; i < MOST_CHUNKS && in.limit() - at >= FRAME_BYTES; i++) {
      int length = in.getInt(at);
      if (length < 0 || length > in.limit() - at - FRAME_BYTES) {
        return -1;
      }
      if (in.getInt(at + 4) == type) {
        return at;
      }
      at += FRAME_BYTES + length;
    }
    return -1;
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

  /** The bits of all samples of a pixel. */
  public int bitsPerPixel() {
    return bitDepth * colorType.samples();
  }

  /** The bytes of a row of so many pixels, without its filter type. */
  public int rowBytes(int pixels) {
    return Math.toIntExact(((long) pixels * bitsPerPixel() + 7) / 8);
  }
}
