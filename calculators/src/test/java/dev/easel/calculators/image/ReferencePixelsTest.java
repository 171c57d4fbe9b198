package dev.easel.calculators.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.luciad.imageio.webp.WebPImageReaderSpi;
import dev.easel.calculators.image.header.ImageFormatException;
import dev.easel.calculators.image.header.ImageHeader;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every pixel is the one that libjpeg and libwebp make of the same file: all subsamplings,
 * qualities, progressive or not, restarts, gray, RGB and CMYK; lossy, lossless, palettes, opacity.
 */
class ReferencePixelsTest {

  private final ImageDecoder decoder = new ImageDecoder(new ImageLimits(1 << 20, 64));

  static Stream<Path> jpegs() throws IOException {
    return files("jpeg");
  }

  static Stream<Path> webps() throws IOException {
    return files("webp");
  }

  private static Stream<Path> files(String format) throws IOException {
    try (Stream<Path> found = Files.list(Path.of("src/test/resources/images", format))) {
      return found.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("jpegs")
  void ofJpeg(Path file) throws Exception {
    byte[] bytes = Files.readAllBytes(file);
    ImageReader reader = ImageIO.getImageReadersByFormatName("jpeg").next();
    assertThat(decoded(bytes))
        .isEqualTo(file.toString().contains("cmyk") ? ink(reader, bytes) : argb(reader, bytes));
  }

  @ParameterizedTest
  @MethodSource("webps")
  void ofWebp(Path file) throws Exception {
    byte[] bytes = Files.readAllBytes(file);
    ImageReader reader = new WebPImageReaderSpi().createReaderInstance(null);
    assertThat(decoded(bytes)).isEqualTo(argb(reader, bytes));
  }

  private int[] decoded(byte[] file) throws ImageFormatException {
    ImageHeader header = decoder.header(ByteBuffer.wrap(file));
    int[] argb = new int[header.width() * header.height()];
    decoder.decode(
        ByteBuffer.wrap(file),
        (x, stepX, y, rgba, count) -> {
          for (int i = 0; i < count; i++) {
            argb[y * header.width() + x + i * stepX] =
                (rgba[4 * i + 3] & 0xff) << 24
                    | (rgba[4 * i] & 0xff) << 16
                    | (rgba[4 * i + 1] & 0xff) << 8
                    | (rgba[4 * i + 2] & 0xff);
          }
        });
    return argb;
  }

  private static int[] argb(ImageReader reader, byte[] file) throws IOException {
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      reader.setInput(in, true, true);
      BufferedImage image = reader.read(0);
      int width = image.getWidth();
      int height = image.getHeight();
      if (image.getRaster().getNumBands() > 1) {
        return image.getRGB(0, 0, width, height, null, 0, width);
      }
      // Java takes gray samples for linear light; the files mean them as they are.
      int[] gray = image.getRaster().getSamples(0, 0, width, height, 0, (int[]) null);
      for (int i = 0; i < gray.length; i++) {
        gray[i] = 0xff000000 | gray[i] * 0x010101;
      }
      return gray;
    } finally {
      reader.dispose();
    }
  }

  /** Ink is written inverted: what it leaves of the light is its product with what black leaves. */
  private static int[] ink(ImageReader reader, byte[] file) throws IOException {
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      reader.setInput(in, true, true);
      Raster raster = reader.readRaster(0, null);
      int[] argb = new int[raster.getWidth() * raster.getHeight()];
      int[] inks = raster.getPixels(0, 0, raster.getWidth(), raster.getHeight(), (int[]) null);
      for (int i = 0; i < argb.length; i++) {
        int light = inks[4 * i + 3];
        argb[i] = 0xff;
        for (int color = 0; color < 3; color++) {
          argb[i] = argb[i] << 8 | (inks[4 * i + color] * light + 127) / 255;
        }
      }
      return argb;
    } finally {
      reader.dispose();
    }
  }
}
