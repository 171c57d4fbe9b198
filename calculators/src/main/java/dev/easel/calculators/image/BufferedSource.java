package dev.easel.calculators.image;

import com.luciad.imageio.webp.WebPImageReaderSpi;
import dev.easel.calculators.image.header.GifHeader;
import dev.easel.calculators.image.header.ImageFormatException;
import dev.easel.calculators.image.header.ImageHeader;
import dev.easel.calculators.image.header.InputFormat;
import dev.easel.calculators.image.header.WebpHeader;
import dev.easel.calculators.image.pixel.PixelSink;
import dev.easel.calculators.image.pixel.PixelSource;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Decodes what is not PNG through ImageIO's readers. */
final class BufferedSource implements PixelSource {

  private final ImageHeader header;
  private final ByteBuffer file;
  private final Runnable check;

  /**
   * A file of this header.
   *
   * @param check called whenever the reader takes more of the file, and before each row; what it
   *     throws ends the decoding
   */
  BufferedSource(ImageHeader header, ByteBuffer file, Runnable check) {
    this.header = header;
    this.file = file;
    this.check = check;
  }

  @Override
  public void decode(PixelSink sink) throws ImageFormatException {
    BufferedImage image;
    try {
      image = read();
    } catch (IOException | RuntimeException e) {
      check.run(); // a file that was given up is not damaged
      throw damaged();
    }
    GifHeader frame =
        header.format() == InputFormat.GIF ? GifHeader.read(file) : new GifHeader(0, 0, 0, 0);
    int width = frame.left() + image.getWidth();
    int height = frame.top() + image.getHeight();
    if (width > header.width() || height > header.height()) {
      throw damaged();
    }
    emit(image, frame, sink);
  }

  private ImageFormatException damaged() {
    String name = header.format() == InputFormat.WEBP ? "WebP" : header.format().name();
    return new ImageFormatException("the " + name + " file is damaged: it cannot be decoded");
  }

  private BufferedImage read() throws IOException {
    ImageReader reader = reader();
    try (ImageInputStream in =
        new MemoryCacheImageInputStream(new Bytes(file.duplicate(), check))) {
      reader.setInput(in, true, true);
      return reader.read(0);
    } finally {
      reader.dispose();
    }
  }

  private ImageReader reader() throws IOException {
    if (header.format() == InputFormat.WEBP) {
      return webpReader();
    }
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(header.format().name());
    if (!readers.hasNext()) {
      throw new IOException("no reader for " + header.format());
    }
    return readers.next();
  }

  /**
   * The native reader, except for animations, which it does not read, and where it is not built.
   */
  private ImageReader webpReader() throws IOException {
    try {
      if (!WebpHeader.read(file).animated()) {
        return new WebPImageReaderSpi().createReaderInstance(null);
      }
    } catch (LinkageError | ImageFormatException e) {
      return javaWebpReader();
    }
    return javaWebpReader();
  }

  private static ImageReader javaWebpReader() throws IOException {
    return new com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi()
        .createReaderInstance(null);
  }

  private void emit(BufferedImage image, GifHeader frame, PixelSink sink) {
    int width = image.getWidth();
    byte[] rgba = new byte[width * 4];
    int[] row = new int[width];
    boolean gray = isGray(image);
    for (int y = 0; y < image.getHeight(); y++) {
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
      sink.accept(frame.left(), 1, frame.top() + y, rgba, width);
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

  /** Presents a buffer to ImageIO without a copy of the whole. */
  private static final class Bytes extends InputStream {
    private final ByteBuffer rest;
    private final Runnable check;

    Bytes(ByteBuffer rest, Runnable check) {
      this.rest = rest;
      this.check = check;
    }

    @Override
    public int read() {
      return rest.hasRemaining() ? rest.get() & 0xff : -1;
    }

    @Override
    public int read(byte[] out, int offset, int length) {
      check.run();
      if (!rest.hasRemaining()) {
        return -1;
      }
      int count = Math.min(length, rest.remaining());
      rest.get(out, offset, count);
      return count;
    }
  }
}
