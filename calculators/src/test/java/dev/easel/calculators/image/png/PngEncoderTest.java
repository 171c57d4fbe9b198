package dev.easel.calculators.image.png;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.calculators.image.ImageDecoder;
import dev.easel.calculators.image.ImageLimits;
import dev.easel.calculators.image.TestImages;
import dev.easel.picture.RgbImages;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PngEncoderTest {

  @ParameterizedTest
  @CsvSource({
    "1,1,PAETH",
    "1,7,PAETH",
    "64,64,PAETH",
    "33,129,PAETH",
    "512,300,PAETH",
    "6000,3,PAETH",
    "1,1,AVERAGE",
    "33,129,AVERAGE",
    "512,300,AVERAGE"
  })
  void writesWhatOtherReadersRead(int width, int height, PngFilter filter) throws Exception {
    byte[] rgb = TestImages.photo(width, height);
    byte[] file = encode(rgb, width, height, filter);
    BufferedImage read = ImageIO.read(new ByteArrayInputStream(file));
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int at = (y * width + x) * 3;
        int wanted = (rgb[at] & 0xff) << 16 | (rgb[at + 1] & 0xff) << 8 | (rgb[at + 2] & 0xff);
        assertThat(read.getRGB(x, y) & 0xffffff).isEqualTo(wanted);
      }
    }
  }

  @Test
  void readsItsOwnFiles() throws Exception {
    byte[] rgb = TestImages.photo(40, 30);
    ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULT);
    try (RgbImages image = decoder.decode(ByteBuffer.wrap(encode(rgb, 40, 30)))) {
      assertThat(TestImages.bytes(image.pixels())).isEqualTo(rgb);
    }
  }

  @Test
  void packsFlatImagesTightly() {
    assertThat(encode(new byte[256 * 256 * 3], 256, 256).length).isLessThan(2000);
  }

  @Test
  void isNoLargerThanImageIo() {
    byte[] rgb = TestImages.photo(256, 256);
    int theirs = TestImages.write(TestImages.buffered(rgb, 256, 256), "png").remaining();
    assertThat(encode(rgb, 256, 256).length).isLessThanOrEqualTo(theirs);
  }

  @Test
  void carriesText() throws Exception {
    String text = "{\"prompt\": \"drei Kätzchen 🐱\"}";
    ByteBuffer rgb = ByteBuffer.wrap(TestImages.photo(8, 8));
    List<ByteBuffer> file = new PngEncoder().encode(rgb, 8, 8, Optional.of(text));
    assertThat(PngText.find(TestImages.join(file))).hasValue(text);
    assertThat(rgb.position()).isZero();
  }

  private static byte[] encode(byte[] rgb, int width, int height) {
    return encode(rgb, width, height, PngFilter.PAETH);
  }

  private static byte[] encode(byte[] rgb, int width, int height, PngFilter filter) {
    PngEncoder encoder = new PngEncoder(filter, () -> {});
    return TestImages.bytes(
        TestImages.join(encoder.encode(ByteBuffer.wrap(rgb), width, height, Optional.empty())));
  }
}
