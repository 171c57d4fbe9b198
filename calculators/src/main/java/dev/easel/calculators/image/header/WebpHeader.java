package dev.easel.calculators.image.header;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What a WebP file (RFC 9649) says of its canvas and its first image. The sizes in all its headers
 * must be those of the image's own bits, which are what a decoder takes memory for.
 *
 * @param width of the canvas, in pixels
 * @param height of the canvas, in pixels
 * @param left the column of the image's first one
 * @param top the row of the image's first one
 * @param imageWidth in pixels
 * @param imageHeight in pixels
 * @param isLossless whether the image is coded without a loss
 * @param image its coded pixels
 * @param opacity the coded opacity of a lossy image that has one
 * @param orientation how a viewer turns the canvas
 */
public record WebpHeader(
    int width,
    int height,
    int left,
    int top,
    int imageWidth,
    int imageHeight,
    boolean isLossless,
    ByteBuffer image,
    Optional<ByteBuffer> opacity,
    Orientation orientation) {

  private static final int ANIMATION_FLAG = 2;
  private static final int EXIF_FLAG = 8;
  private static final byte ALPHA_FLAG = 0x10;
  private static final int CHUNK_HEADER_BYTES = 8;
  private static final int FRAME_HEADER_BYTES = 16;
  private static final int CANVAS_BYTES = 10;

  /** A WebP file of nothing but images has a few; what follows the image is not looked at. */
  private static final int MOST_CHUNKS = 1000;

  /** A chunk: its type and its content. */
  private record Chunk(String type, ByteBuffer content) {}

  /** The pixel sizes in an image's own bits. */
  private record Size(int width, int height) {}

  /**
   * Reads up to the first image.
   *
   * @throws ImageFormatException when the file is cut off, has no image, or contradicts itself
   */
  public static WebpHeader read(ByteBuffer file) throws ImageFormatException {
    ByteBuffer in = file.slice().order(ByteOrder.LITTLE_ENDIAN);
    long end = in.remaining() < 30 ? 0 : (in.getInt(4) & 0xffffffffL) + 8;
    if (end < 30 || end > in.remaining()) {
      throw cutOff();
    }
    in.limit((int) end).position(12);
    Chunk first = chunk(in);
    if (!first.type().equals("VP8X")) {
      return whole(size(first), first, Optional.empty());
    }
    ByteBuffer canvas = first.content();
    if (canvas.remaining() < CANVAS_BYTES) {
      throw cutOff();
    }
    Size whole = new Size(1 + triple(canvas, 4), 1 + triple(canvas, 7));
    Orientation orientation =
        (canvas.get(0) & EXIF_FLAG) != 0 ? orientation(in.duplicate()) : Orientation.UPRIGHT;
    WebpHeader header =
        (canvas.get(0) & ANIMATION_FLAG) != 0 ? animation(in, whole) : still(in, whole);
    return header.turned(orientation);
  }

  /** What the chunk of metadata says, which follows the pictures. */
  private static Orientation orientation(ByteBuffer rest) {
    ByteBuffer in = rest.order(ByteOrder.LITTLE_ENDIAN);
    try {
      for (int i = 0; i < MOST_CHUNKS && in.hasRemaining(); i++) {
        Chunk chunk = chunk(in);
        if (chunk.type().equals("EXIF")) {
          return Exif.orientation(chunk.content().order(ByteOrder.BIG_ENDIAN));
        }
      }
    } catch (ImageFormatException e) {
      return Orientation.UPRIGHT; // what is wrong behind the picture does not make it another one
    }
    return Orientation.UPRIGHT;
  }

  private WebpHeader turned(Orientation turn) {
    return new WebpHeader(
        width, height, left, top, imageWidth, imageHeight, isLossless, image, opacity, turn);
  }

  private static WebpHeader animation(ByteBuffer in, Size canvas) throws ImageFormatException {
    for (int i = 0; i < MOST_CHUNKS; i++) {
      Chunk chunk = chunk(in);
      if (chunk.type().equals("ANMF")) {
        return frame(chunk.content(), canvas);
      }
    }
    throw new ImageFormatException("the WebP file has no picture");
  }

  private static WebpHeader frame(ByteBuffer frame, Size canvas) throws ImageFormatException {
    if (frame.remaining() < FRAME_HEADER_BYTES) {
      throw cutOff();
    }
    int left = 2 * triple(frame, 0);
    int top = 2 * triple(frame, 3);
    Size size = new Size(1 + triple(frame, 6), 1 + triple(frame, 9));
    if (left + size.width() > canvas.width() || top + size.height() > canvas.height()) {
      throw new ImageFormatException(
          "the WebP file is damaged: a frame of %dx%d lies outside of its canvas of %dx%d"
              .formatted(size.width(), size.height(), canvas.width(), canvas.height()));
    }
    frame.position(FRAME_HEADER_BYTES);
    WebpHeader image = still(frame, size);
    return new WebpHeader(
        canvas.width(),
        canvas.height(),
        left,
        top,
        size.width(),
        size.height(),
        image.isLossless(),
        image.image(),
        image.opacity(),
        Orientation.UPRIGHT);
  }

  private static WebpHeader still(ByteBuffer in, Size said) throws ImageFormatException {
    Optional<ByteBuffer> opacity = Optional.empty();
    for (int i = 0; i < MOST_CHUNKS; i++) {
      Chunk chunk = chunk(in);
      if (chunk.type().equals("ALPH")) {
        opacity = Optional.of(chunk.content());
      } else if (chunk.type().startsWith("VP8")) {
        return whole(said, chunk, opacity);
      }
    }
    throw new ImageFormatException("the WebP file has no picture");
  }

  private static WebpHeader whole(Size said, Chunk image, Optional<ByteBuffer> opacity)
      throws ImageFormatException {
    Size size = size(image);
    if (!size.equals(said)) {
      throw new ImageFormatException(
          "the WebP file is damaged: its header says %dx%d, its picture %dx%d"
              .formatted(said.width(), said.height(), size.width(), size.height()));
    }
    boolean isLossless = image.type().equals("VP8L");
    return new WebpHeader(
        size.width(),
        size.height(),
        0,
        0,
        size.width(),
        size.height(),
        isLossless,
        image.content(),
        isLossless ? Optional.empty() : opacity,
        Orientation.UPRIGHT);
  }

  private static Size size(Chunk chunk) throws ImageFormatException {
    ByteBuffer bits = chunk.content();
    if (chunk.type().equals("VP8 ")) {
      boolean isKey =
          bits.remaining() >= 10 && (bits.get(0) & 1) == 0 && triple(bits, 3) == 0x2a019d;
      if (isKey) {
        return new Size(bits.getShort(6) & 0x3fff, bits.getShort(8) & 0x3fff);
      }
    } else if (chunk.type().equals("VP8L") && bits.remaining() >= 5 && bits.get(0) == 0x2f) {
      int packed = bits.getInt(1);
      return new Size((packed & 0x3fff) + 1, ((packed >> 14) & 0x3fff) + 1);
    }
    throw new ImageFormatException("the WebP file has no picture");
  }

  /** The chunk at the buffer's position, and steps over it. */
  private static Chunk chunk(ByteBuffer in) throws ImageFormatException {
    if (in.remaining() < CHUNK_HEADER_BYTES) {
      throw cutOff();
    }
    byte[] type = new byte[4];
    in.get(type);
    long length = in.getInt() & 0xffffffffL;
    if (length > in.remaining()) {
      throw cutOff();
    }
    ByteBuffer content = in.slice(in.position(), (int) length).order(ByteOrder.LITTLE_ENDIAN);
    in.position(Math.min(in.limit(), in.position() + (int) (length + (length & 1))));
    return new Chunk(new String(type, StandardCharsets.ISO_8859_1), content);
  }

  private static ImageFormatException cutOff() {
    return new ImageFormatException("the WebP file is cut off");
  }

  private static int triple(ByteBuffer in, int at) {
    return (in.getShort(at) & 0xffff) | ((in.get(at + 2) & 0xff) << 16);
  }

  /** Whether its first image has opacity beside colours. */
  public boolean hasTransparency() {
    // The lossless format says it in its own head.
    return isLossless ? (image.get(4) & ALPHA_FLAG) != 0 : opacity.isPresent();
  }

  ImageHeader toImageHeader() {
    return new ImageHeader(InputFormat.WEBP, width, height, orientation);
  }
}
