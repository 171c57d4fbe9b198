package dev.easel.calculators.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.calculators.task.ImageFormat;
import dev.easel.picture.RgbImages;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.stream.Stream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The decoders of this project see in a file what others see in it. */
class DecodedAlikeTest {

  private static final int WIDTH = 131;
  private static final int HEIGHT = 77;

  private final ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULT);

  static Stream<Arguments> files() throws IOException {
    return Stream.of(
        Arguments.of("BMP of 24 bits", bmp(drawn(BufferedImage.TYPE_3BYTE_BGR), "BI_RGB")),
        Arguments.of("BMP of 32 bits", bmp(drawn(BufferedImage.TYPE_INT_RGB), "BI_BITFIELDS")),
        Arguments.of("BMP of 16 bits", bmp(drawn(BufferedImage.TYPE_USHORT_555_RGB), "BI_RGB")),
        Arguments.of(
            "BMP with masks", bmp(drawn(BufferedImage.TYPE_USHORT_565_RGB), "BI_BITFIELDS")),
        Arguments.of("BMP of 8 bits", bmp(drawn(BufferedImage.TYPE_BYTE_INDEXED), "BI_RGB")),
        Arguments.of("BMP of 4 bits", bmp(indexed(4), "BI_RGB")),
        Arguments.of("BMP of 1 bit", bmp(indexed(1), "BI_RGB")),
        Arguments.of("BMP of packed bytes", bmp(drawn(BufferedImage.TYPE_BYTE_INDEXED), "BI_RLE8")),
        Arguments.of("BMP of packed halves", bmp(indexed(4), "BI_RLE4")),
        Arguments.of("GIF", gif(drawn(BufferedImage.TYPE_BYTE_INDEXED), false)),
        Arguments.of("GIF in passes", gif(drawn(BufferedImage.TYPE_BYTE_INDEXED), true)),
        Arguments.of("GIF of few colours", gif(indexed(4), false)),
        Arguments.of("GIF of two colours", gif(indexed(1), true)),
        Arguments.of(
            "progressive JPEG", HostileImages.progressive(drawn(BufferedImage.TYPE_3BYTE_BGR))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void asTheJdksReaders(String what, byte[] file) throws Exception {
    BufferedImage expected = ImageIO.read(new ByteArrayInputStream(file));
    try (RgbImages image = decoder.decode(ByteBuffer.wrap(file))) {
      ByteBuffer pixels = image.pixels();
      assertThat(image.width()).isEqualTo(WIDTH);
      for (int y = 0; y < HEIGHT; y++) {
        for (int x = 0; x < WIDTH; x++) {
          int at = (y * WIDTH + x) * 3;
          int rgb =
              (pixels.get(at) & 0xff) << 16
                  | (pixels.get(at + 1) & 0xff) << 8
                  | (pixels.get(at + 2) & 0xff);
          assertThat(rgb).as("%s at %d,%d", what, x, y).isEqualTo(expected.getRGB(x, y) & 0xffffff);
        }
      }
    }
  }

  @Test
  void theFirstFrameOfAnAnimationAsTheSamePictureAlone() throws Exception {
    byte[] rgb = TestImages.photo(40, 30);
    byte[] webp =
        TestImages.bytes(
            new LossyEncoder(ImageFormat.WEBP, () -> {})
                .encode(ByteBuffer.wrap(rgb), 40, 30, 90)
                .get(0));
    byte[] animated = HostileImages.animated(webp, 40, 30);
    try (RgbImages alone = decoder.decode(ByteBuffer.wrap(webp));
        RgbImages frame = decoder.decode(ByteBuffer.wrap(animated))) {
      assertThat(frame.width()).isEqualTo(50);
      assertThat(frame.height()).isEqualTo(40);
      for (int y = 0; y < 30; y++) {
        for (int i = 0; i < 40 * 3; i++) {
          assertThat(frame.pixels().get(((y + 4) * 50 + 2) * 3 + i))
              .isEqualTo(alone.pixels().get(y * 40 * 3 + i));
        }
      }
    }
  }

  private static BufferedImage drawn(int type) {
    return draw(new BufferedImage(WIDTH, HEIGHT, type));
  }

  private static BufferedImage indexed(int bits) {
    int colors = 1 << bits;
    byte[] levels = new byte[colors];
    byte[] others = new byte[colors];
    for (int i = 0; i < colors; i++) {
      levels[i] = (byte) (i * 255 / (colors - 1));
      others[i] = (byte) (i * 97);
    }
    IndexColorModel model = new IndexColorModel(bits, colors, levels, others, levels);
    return draw(new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_BINARY, model));
  }

  private static BufferedImage draw(BufferedImage image) {
    Graphics2D graphics = image.createGraphics();
    for (int i = 0; i < 40; i++) {
      graphics.setColor(new Color(i * 6, 255 - i * 5, i * 37 % 256));
      graphics.fillOval(i * 29 % WIDTH - 10, i * 17 % HEIGHT - 10, 9 + i, 14);
    }
    graphics.dispose();
    return image;
  }

  private static byte[] bmp(BufferedImage image, String coding) throws IOException {
    return write(image, "bmp", coding, false);
  }

  private static byte[] gif(BufferedImage image, boolean isInterlaced) throws IOException {
    return write(image, "gif", "LZW", isInterlaced);
  }

  private static byte[] write(
      BufferedImage image, String format, String coding, boolean isInterlaced) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
      ImageWriteParam param = writer.getDefaultWriteParam();
      param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      param.setCompressionType(coding);
      if (param.canWriteProgressive()) {
        param.setProgressiveMode(
            isInterlaced ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
      }
      writer.setOutput(stream);
      writer.write(null, new IIOImage(image, null, null), param);
    } finally {
      writer.dispose();
    }
    return out.toByteArray();
  }
}
