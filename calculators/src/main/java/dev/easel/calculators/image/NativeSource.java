package dev.easel.calculators.image;

import com.luciad.imageio.webp.WebPImageReaderSpi;
import dev.easel.calculators.image.header.ImageFormatException;
import dev.easel.calculators.image.header.ImageHeader;
import dev.easel.calculators.image.header.InputFormat;
import dev.easel.calculators.image.header.WebpHeader;
import dev.easel.calculators.image.pixel.PixelSink;
import dev.easel.calculators.image.pixel.PixelSource;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes JPEG and WebP through ImageIO's readers, which are native code. They see only what makes
 * the pixels that the header has told of: no metadata, no second image.
 */
final class NativeSource implements PixelSource {

  /** A picture of so few pixels takes next to nothing. */
  private static final int FEW = 64;

  private final Runnable check;
  private final String name;
  private final boolean isWebp;
  private final boolean isEnded;
  private final List<ByteBuffer> pieces;
  private volatile boolean isComplained;
  private final int width;
  private final int height;
  private final int left;
  private final int top;

  /**
   * A file of this header.
   *
   * @param check called whenever the reader takes more of the file, while it works, and before each
   *     row; what it throws ends the decoding
   */
  NativeSource(ImageHeader header, ByteBuffer file, Runnable check) throws ImageFormatException {
    this.check = check;
    isWebp = header.format() == InputFormat.WEBP;
    if (isWebp) {
      WebpHeader webp = WebpHeader.read(file);
      name = "WebP";
      isEnded = true;
      pieces = webp.pieces();
      width = webp.imageWidth();
      height = webp.imageHeight();
      left = webp.left();
      top = webp.top();
    } else {
      name = "JPEG";
      isEnded = true; pieces = List.of();
      width = header.width();
      height = header.height();
      left = 0;
      top = 0;
    }
  }

  /** Looks through a file without an end for rows that are missing, before memory is taken. */
  void verify() throws ImageFormatException {
    if (!isEnded) {
      image(FEW);
      if (isComplained) {
        throw new ImageFormatException("the JPEG file is cut off");
      }
    }
  }

  @Override
  public void decode(PixelSink sink) throws ImageFormatException {
    BufferedImage image = image(1);
    if (image.getWidth() != width || image.getHeight() != height) {
      throw damaged();
    }
    emit(image, sink);
  }

  /** Every so many pixels of every so many rows. */
  private BufferedImage image(int everyPixel) throws ImageFormatException {
    check.run();
    try {
      return CancellableCall.await(() -> read(everyPixel), check);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      check.run();
      throw damaged();
    } catch (Exception e) {
      check.run(); // a file that was given up is not damaged
      throw damaged();
    }
  }

  private ImageFormatException damaged() {
    return new ImageFormatException("the " + name + " file is damaged: it cannot be decoded");
  }

  private BufferedImage read(int everyPixel) throws IOException {
    ImageReader reader = isWebp ? webpReader() : jpegReader();
    try (ImageInputStream in = new MemoryCacheImageInputStream(new PieceInput(pieces, check))) {
      reader.setInput(in, true, true);
      ImageReadParam few = reader.getDefaultReadParam();
      few.setSourceSubsampling(everyPixel, everyPixel, 0, 0);
      // A reader paints rows gray that are not there, and warns.
      reader.addIIOReadWarningListener((from, warning) -> isComplained = true);
      return reader.read(0, few);
    } finally {
      reader.dispose();
    }
  }

  private static ImageReader jpegReader() throws IOException {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("jpeg");
    if (!readers.hasNext()) {
      throw new IOException("no reader for JPEG");
    }
    return readers.next();
  }

  private static ImageReader webpReader() throws IOException {
    try {
      return new WebPImageReaderSpi().createReaderInstance(null);
    } catch (LinkageError e) { // it is not built for this machine
      return new com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi()
          .createReaderInstance(null);
    }
  }

  private void emit(BufferedImage image, PixelSink sink) {
    byte[] rgba = new byte[width * 4];
    int[] row = new int[width];
    boolean gray = isGray(image);
    for (int y = 0; y < height; y++) {
      check.run();
      if (gray) {
        image.getRaster().getSamples(0, y, width, 1, 0, row);
        for (int x = 0; x < width; x++) {
          row[x] = 0xff000000 | row[x] * 0x010101;
        }
      } else {
        image.getRGB(0, y, width, 1, row, 0, width);
      }
      unpack(row, rgba);
      sink.accept(left, 1, top + y, rgba, width);
    }
  }

  /** Java takes gray samples for linear light; the files mean them as they are. */
  private static boolean isGray(BufferedImage image) {
    return image.getRaster().getNumBands() == 1
        && image.getColorModel() instanceof ComponentColorModel
        && image.getColorModel().getComponentSize(0) == 8;
  }

  private static void unpack(int[] argb, byte[] rgba) {
    for (int x = 0; x < argb.length; x++) {
      rgba[4 * x] = (byte) (argb[x] >> 16);
      rgba[4 * x + 1] = (byte) (argb[x] >> 8);
      rgba[4 * x + 2] = (byte) argb[x];
      rgba[4 * x + 3] = (byte) (argb[x] >> 24);
    }
  }
}
