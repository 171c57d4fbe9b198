package dev.easel.calculators.image;

import dev.easel.calculators.image.header.ImageFormatException;
import dev.easel.calculators.image.header.ImageHeader;
import dev.easel.calculators.image.jpeg.JpegDecoder;
import dev.easel.calculators.image.pixel.PixelSink;
import dev.easel.calculators.image.pixel.PixelSource;
import dev.easel.calculators.image.plain.BmpDecoder;
import dev.easel.calculators.image.plain.GifDecoder;
import dev.easel.calculators.image.png.PngDecoder;
import dev.easel.calculators.image.webp.WebpDecoder;
import dev.easel.picture.RgbImages;
import java.nio.ByteBuffer;

/**
 * Decodes uploaded images, header first: what is too large, cut off or of another kind is refused
 * before memory is taken for its pixels.
 *
 * <p><b>Threads</b>: immutable; any thread may decode at any time.
 */
public final class ImageDecoder {

  /**
   * A PNG or WebP image of more pixels is unpacked once for nothing, to find missing pixels
   * cheaply.
   */
  private static final long LARGE_PIXELS = 4_000_000;

  private final ImageLimits limits;
  private final Runnable check;

  /** A decoder with limits on what it accepts, which always comes to its end. */
  public ImageDecoder(ImageLimits limits) {
    this(limits, () -> {});
  }

  /**
   * A decoder with limits on what it accepts.
   *
   * @param check called before each row at least; what it throws ends the decoding
   */
  public ImageDecoder(ImageLimits limits, Runnable check) {
    this.limits = limits;
    this.check = check;
  }

  /**
   * Reads a file's header and checks it against the limits.
   *
   * @throws ImageFormatException when the image is not acceptable; the message says why
   */
  public ImageHeader header(ByteBuffer file) throws ImageFormatException {
    ImageHeader header = ImageHeader.read(file);
    limits.check(header);
    return header;
  }

  /**
   * Decodes an image, the right way up, alpha dropped.
   *
   * <p><b>Ownership</b>: the caller closes what it gets.
   *
   * @throws ImageFormatException when the image is not acceptable; the message says why
   */
  public RgbImages decode(ByteBuffer file) throws ImageFormatException {
    ImageHeader header = header(file);
    PixelSource source = open(file, header);
    RgbSink sink = new RgbSink(header);
    source.decode(sink);
    return sink.image();
  }

  /**
   * Decodes a mask to the size of the image that it belongs to: white where it is to be repainted.
   *
   * <p><b>Ownership</b>: the caller closes what it gets.
   *
   * @throws ImageFormatException when the mask is not acceptable; the message says why
   */
  public RgbImages decodeMask(ByteBuffer file, int width, int height) throws ImageFormatException {
    ImageHeader header = header(file);
    PixelSource source = open(file, header);
    MaskSink sink = new MaskSink(header, check);
    source.decode(sink);
    return sink.mask(width, height);
  }

  /** Gives every pixel to a sink, as the file has them: not turned. */
  void decode(ByteBuffer file, PixelSink sink) throws ImageFormatException {
    open(file, header(file)).decode(sink);
  }

  /** Reading a head takes time where the file is walked whole for it, as taking memory does. */
  private PixelSource open(ByteBuffer file, ImageHeader header) throws ImageFormatException {
    check.run();
    PixelSource source = source(file, header);
    check.run();
    return source;
  }

  private PixelSource source(ByteBuffer file, ImageHeader header) throws ImageFormatException {
    return switch (header.format()) {
      case PNG -> png(file, header);
      case GIF -> new GifDecoder(file, check);
      case BMP -> new BmpDecoder(file, check);
      case JPEG -> jpeg(file);
      case WEBP -> webp(file, header);
    };
  }

  private PixelSource jpeg(ByteBuffer file) throws ImageFormatException {
    JpegDecoder decoder = new JpegDecoder(file, check);
    decoder.verify();
    return decoder;
  }

  private PixelSource webp(ByteBuffer file, ImageHeader header) throws ImageFormatException {
    WebpDecoder decoder = new WebpDecoder(file, check);
    if (isLarge(header)) {
      decoder.verify();
    }
    return decoder;
  }

  private PixelSource png(ByteBuffer file, ImageHeader header) throws ImageFormatException {
    PngDecoder decoder = new PngDecoder(file, check);
    if (isLarge(header)) {
      decoder.verify();
    }
    return decoder;
  }

  private static boolean isLarge(ImageHeader header) {
    return (long) header.width() * header.height() > LARGE_PIXELS;
  }
}
