package dev.easel.calculators.image;

import com.luciad.imageio.webp.WebPImageWriterSpi;
import dev.easel.calculators.http.RequestException;
import dev.easel.calculators.task.ImageFormat;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Encodes RGB pixels as JPEG or WebP.
 *
 * <p>JPEG can be ended within an image; of WebP the native encoder makes a whole image in one call.
 */
final class LossyEncoder {

  private final ImageFormat format;
  private final Runnable check;

  /**
   * An encoder.
   *
   * @param check called before and within images; what it throws ends the encoding
   */
  LossyEncoder(ImageFormat format, Runnable check) {
    this.format = format;
    this.check = check;
  }

  /** Encodes one image with a quality of 0 to 100. */
  List<ByteBuffer> encode(ByteBuffer rgb, int width, int height, int quality) {
    check.run();
    if (format == ImageFormat.WEBP && Math.max(width, height) > ImageFormat.WEBP_SIDE) {
      throw RequestException.invalid(
          "output_format",
          "a WebP picture has at most %d pixels a side, not %dx%d; send png or jpeg"
              .formatted(ImageFormat.WEBP_SIDE, width, height));
    }
    BufferedImage image = RgbBufferedImage.of(rgb, width, height);
    ByteArrayOutputStream file = new ByteArrayOutputStream(width * height / 4 + 1024);
    try {
      write(image, quality, file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (LinkageError e) {
      throw RequestException.unsupported(
          "output_format",
          format.wireName() + " cannot be written on this machine; send png or jpeg");
    }
    return List.of(ByteBuffer.wrap(file.toByteArray()));
  }

  private void write(BufferedImage image, int quality, ByteArrayOutputStream file)
      throws IOException {
    ImageWriter writer = writer();
    try (MemoryCacheImageOutputStream out = new Output(file, check)) {
      ImageWriteParam param = writer.getDefaultWriteParam();
      param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      if (format == ImageFormat.WEBP) {
        param.setCompressionType("Lossy");
      }
      param.setCompressionQuality(quality / 100f);
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), param);
    } finally {
      writer.dispose();
    }
  }

  private ImageWriter writer() throws IOException {
    return format == ImageFormat.WEBP
        ? new WebPImageWriterSpi().createWriterInstance(null)
        : ImageIO.getImageWritersByFormatName("jpeg").next();
  }

  /** Asks with every piece of the file whether anybody wants it. */
  private static final class Output extends MemoryCacheImageOutputStream {
    private final Runnable check;

    Output(OutputStream file, Runnable check) {
      super(file);
      this.check = check;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      check.run();
      super.write(bytes, offset, length);
    }
  }
}
