package dev.easel.calculators.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.easel.calculators.image.header.ImageFormatException;
import dev.easel.calculators.task.ImageFormat;
import dev.easel.picture.RgbImages;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDecoderTest {

  private final ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULT);

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpeg", "gif", "bmp"})
  void decodesFormats(String format) throws Exception {
    BufferedImage drawn = halves(BufferedImage.TYPE_INT_RGB);
    try (RgbImages image = decoder.decode(TestImages.write(drawn, format))) {
      assertThat(image.width()).isEqualTo(32);
      assertThat(image.height()).isEqualTo(16);
      assertNear(image, 4, 8, 255, 0, 0);
      assertNear(image, 28, 8, 0, 0, 255);
    }
  }

  @Test
  void decodesWebp() throws Exception {
    byte[] rgb = TestImages.photo(32, 16);
    ByteBuffer file =
        new LossyEncoder(ImageFormat.WEBP, () -> {})
            .encode(ByteBuffer.wrap(rgb), 32, 16, 95)
            .get(0);
    try (RgbImages image = decoder.decode(file)) {
      assertThat(image.width()).isEqualTo(32);
      assertNear(
          image, 16, 8, rgb[(8 * 32 + 16) * 3] & 0xff, rgb[(8 * 32 + 16) * 3 + 1] & 0xff, 0, 30);
    }
  }

  @Test
  void leavesGrayValuesAsTheyAre() throws Exception {
    for (String format : new String[] {"png", "jpeg"}) {
      BufferedImage gray = new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY);
      for (int i = 0; i < 256; i++) {
        gray.getRaster().setSample(i % 16, i / 16, 0, 100);
      }
      try (RgbImages image = decoder.decode(TestImages.write(gray, format))) {
        assertNear(image, 3, 3, 100, 100, 100);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1,0,1", "2,0,1", "4,0,1", "8,0,1", "16,0,1", "8,2,3", "16,2,3", "1,3,1", "2,3,1", "4,3,1",
    "8,3,1", "8,4,2", "16,4,2", "8,6,4", "16,6,4"
  })
  void decodesEveryPngType(int depth, int type, int samples) throws Exception {
    for (int interlaced = 0; interlaced < 2; interlaced++) {
      byte[] file = png(11, 9, depth, type, samples, interlaced);
      try (RgbImages image = decoder.decode(ByteBuffer.wrap(file))) {
        int full = depth == 16 ? 65535 : (1 << depth) - 1;
        int value = value(5, 4, full);
        int shown = type == 3 ? value * 3 % 256 : depth == 16 ? value >> 8 : value * 255 / full;
        assertThat(image.pixels().get((4 * 11 + 5) * 3) & 0xff).isEqualTo(shown);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1,2,1,0", "3,29,14,0", "6,14,2,1", "8,1,29,1"})
  void appliesExifOrientation(int orientation, int x, int y, int swapped) throws Exception {
    byte[] jpeg = TestImages.bytes(TestImages.write(halves(BufferedImage.TYPE_INT_RGB), "jpeg"));
    try (RgbImages image = decoder.decode(ByteBuffer.wrap(withExif(jpeg, orientation)))) {
      assertThat(image.width()).isEqualTo(swapped == 1 ? 16 : 32);
      assertNear(image, x, y, 255, 0, 0);
    }
  }

  @Test
  void keepsTheOrientationWhenOtherMetadataFollows() throws Exception {
    byte[] jpeg = TestImages.bytes(TestImages.write(halves(BufferedImage.TYPE_INT_RGB), "jpeg"));
    byte[] turned = withExif(jpeg, 6);
    byte[] xmp = {(byte) 0xff, (byte) 0xe1, 0, 8, 'h', 't', 't', 'p', ':', 0};
    int behind = turned.length - jpeg.length + 2;
    byte[] file = joined(Arrays.copyOf(turned, behind), xmp, tail(turned, behind));
    try (RgbImages image = decoder.decode(ByteBuffer.wrap(file))) {
      assertThat(image.width()).isEqualTo(16);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void appliesTheOrientationOfPngUnlessItIsDamaged(boolean isWhole) throws Exception {
    byte[] png = TestImages.bytes(TestImages.write(halves(BufferedImage.TYPE_INT_RGB), "png"));
    ByteArrayOutputStream chunk = new ByteArrayOutputStream();
    chunk(chunk, "eXIf", tiff(6));
    byte[] exif = chunk.toByteArray();
    exif[exif.length - 1] ^= (byte) (isWhole ? 0 : 1);
    byte[] file = joined(Arrays.copyOf(png, 33), exif, tail(png, 33));
    try (RgbImages image = decoder.decode(ByteBuffer.wrap(file))) {
      assertThat(image.width()).isEqualTo(isWhole ? 16 : 32);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Exif\0\0"})
  void appliesTheOrientationOfWebp(String prefix) throws Exception {
    byte[] still =
        TestImages.bytes(
            new LossyEncoder(ImageFormat.WEBP, () -> {})
                .encode(ByteBuffer.wrap(TestImages.photo(32, 16)), 32, 16, 90)
                .get(0));
    byte[] exif = joined(prefix.getBytes(StandardCharsets.US_ASCII), tiff(6));
    ByteBuffer file =
        ByteBuffer.allocate(still.length + 18 + 8 + exif.length).order(ByteOrder.LITTLE_ENDIAN);
    file.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(file.capacity() - 8);
    file.put("WEBPVP8X".getBytes(StandardCharsets.US_ASCII)).putInt(10).putInt(8);
    file.put(new byte[] {31, 0, 0, 15, 0, 0});
    file.put(still, 12, still.length - 12);
    file.put("EXIF".getBytes(StandardCharsets.US_ASCII)).putInt(exif.length).put(exif).flip();
    try (RgbImages image = decoder.decode(file)) {
      assertThat(image.width()).isEqualTo(16);
      assertThat(image.height()).isEqualTo(32);
    }
  }

  @Test
  void readsFilesWithoutTheirEndWhenAllRowsAreThere() throws Exception {
    byte[] jpeg = TestImages.bytes(TestImages.write(halves(BufferedImage.TYPE_INT_RGB), "jpeg"));
    byte[] png = TestImages.bytes(TestImages.write(halves(BufferedImage.TYPE_INT_RGB), "png"));
    for (byte[] file :
        List.of(
            Arrays.copyOf(jpeg, jpeg.length - 2),
            Arrays.copyOf(png, png.length - 12),
            Arrays.copyOf(png, png.length - 14))) {
      try (RgbImages image = decoder.decode(ByteBuffer.wrap(file))) {
        assertNear(image, 2, 2, 255, 0, 0);
      }
    }
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static byte[] tail(byte[] file, int from) {
    return Arrays.copyOfRange(file, from, file.length);
  }

  private static byte[] tiff(int orientation) {
    return new byte[] {
      'M',
      'M',
      0,
      42,
      0,
      0,
      0,
      8,
      0,
      1,
      1,
      0x12,
      0,
      3,
      0,
      0,
      0,
      1,
      0,
      (byte) orientation,
      0,
      0,
      0,
      0,
      0,
      0
    };
  }

  @Test
  void decodesCmykJpeg() throws Exception {
    try (InputStream in = getClass().getResourceAsStream("/images/cmyk.jpg");
        RgbImages image = decoder.decode(ByteBuffer.wrap(in.readAllBytes()))) {
      assertThat(image.width()).isEqualTo(32);
      assertNear(image, 4, 8, 255, 0, 0, 60);
    }
  }

  @Test
  void readsWhiteOrClearAsRepaint() throws Exception {
    try (RgbImages white = decoder.decodeMask(TestImages.write(white(), "png"), 64, 32)) {
      assertThat(white.width()).isEqualTo(64);
      assertNear(white, 5, 5, 0, 0, 0, 0);
      assertNear(white, 60, 30, 255, 255, 255, 0);
    }
    BufferedImage clear = new BufferedImage(32, 16, BufferedImage.TYPE_INT_ARGB);
    Graphics2D graphics = clear.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(16, 0, 16, 16);
    graphics.dispose();
    try (RgbImages image = decoder.decodeMask(TestImages.write(clear, "png"), 32, 16)) {
      assertNear(image, 4, 8, 255, 255, 255, 0);
      assertNear(image, 28, 8, 0, 0, 0, 0);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpeg", "gif", "bmp", "webp"})
  void refusesCutFiles(String format) {
    ByteBuffer file =
        format.equals("webp")
            ? new LossyEncoder(ImageFormat.WEBP, () -> {})
                .encode(ByteBuffer.wrap(TestImages.photo(32, 16)), 32, 16, 90)
                .get(0)
            : TestImages.write(halves(BufferedImage.TYPE_INT_RGB), format);
    byte[] bytes = TestImages.bytes(file);
    // A PNG file may end with its last pixel, and so its end says nothing of the rows before it.
    int last = format.equals("png") ? bytes.length - 24 : bytes.length - 3;
    for (int length : new int[] {bytes.length / 2, last, 12, 3}) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> decoder.decode(ByteBuffer.wrap(cut)))
          .isInstanceOf(ImageFormatException.class);
    }
  }

  @Test
  void refusesWrongChecksumsOfWhatMatters() throws Exception {
    byte[] file = TestImages.bytes(TestImages.write(halves(BufferedImage.TYPE_INT_RGB), "png"));
    file[file.length / 2] ^= 1;
    assertThatThrownBy(() -> decoder.decode(ByteBuffer.wrap(file)))
        .hasMessageContaining("checksum");
    byte[] text =
        joined(
            Arrays.copyOf(file, 33),
            new byte[] {0, 0, 0, 1},
            new byte[] {'t', 'E', 'X', 't', 'x', 9, 9, 9, 9},
            tail(file, 33));
    text[file.length / 2 + 13] ^= 1; // only the text's own checksum is wrong now
    try (RgbImages image = decoder.decode(ByteBuffer.wrap(text))) {
      assertNear(image, 2, 2, 255, 0, 0);
    }
  }

  @Test
  void refusesWhatIsNoImage() {
    ByteBuffer text = StandardCharsets.UTF_8.encode("this is not an image at all");
    assertThatThrownBy(() -> decoder.decode(text)).hasMessageContaining("PNG, JPEG, WebP");
  }

  @Test
  void refusesBombsByTheirHeader() throws Exception {
    byte[] bomb = png(20000, 20000, 1, 0, 1, 0, false);
    assertThatThrownBy(() -> decoder.decode(ByteBuffer.wrap(bomb)))
        .hasMessageContaining("20000x20000");
    byte[] strip = png(4000, 2, 1, 0, 1, 0, true);
    assertThatThrownBy(() -> decoder.decode(ByteBuffer.wrap(strip))).hasMessageContaining("16:1");
  }

  private static BufferedImage white() {
    BufferedImage image = new BufferedImage(32, 16, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 16 * 16; i++) {
      image.getRaster().setSample(16 + i % 16, i / 16, 0, 255);
    }
    return image;
  }

  /** Red to the left, blue to the right. */
  private static BufferedImage halves(int type) {
    BufferedImage image = new BufferedImage(32, 16, type);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.RED);
    graphics.fillRect(0, 0, 16, 16);
    graphics.setColor(Color.BLUE);
    graphics.fillRect(16, 0, 16, 16);
    graphics.dispose();
    return image;
  }

  private static void assertNear(RgbImages image, int x, int y, int red, int green, int blue) {
    assertNear(image, x, y, red, green, blue, 12);
  }

  private static void assertNear(
      RgbImages image, int x, int y, int red, int green, int blue, int tolerance) {
    int at = (y * image.width() + x) * 3;
    ByteBuffer pixels = image.pixels();
    assertThat(Math.abs((pixels.get(at) & 0xff) - red)).isLessThanOrEqualTo(tolerance);
    assertThat(Math.abs((pixels.get(at + 1) & 0xff) - green)).isLessThanOrEqualTo(tolerance);
    if (tolerance < 30) {
      assertThat(Math.abs((pixels.get(at + 2) & 0xff) - blue)).isLessThanOrEqualTo(tolerance);
    }
  }

  private static byte[] withExif(byte[] jpeg, int orientation) {
    byte[] exif = {
      (byte) 0xff,
      (byte) 0xe1,
      0,
      34,
      'E',
      'x',
      'i',
      'f',
      0,
      0,
      'M',
      'M',
      0,
      42,
      0,
      0,
      0,
      8,
      0,
      1,
      1,
      0x12,
      0,
      3,
      0,
      0,
      0,
      1,
      0,
      (byte) orientation,
      0,
      0,
      0,
      0,
      0,
      0
    };
    byte[] file = new byte[jpeg.length + exif.length];
    System.arraycopy(jpeg, 0, file, 0, 2);
    System.arraycopy(exif, 0, file, 2, exif.length);
    System.arraycopy(jpeg, 2, file, 2 + exif.length, jpeg.length - 2);
    return file;
  }

  private static int value(int x, int y, int full) {
    return (x * 31 + y * 17) % (full + 1);
  }

  private static byte[] png(int width, int height, int depth, int type, int samples, int interlaced)
      throws Exception {
    return png(width, height, depth, type, samples, interlaced, true);
  }

  private static byte[] png(
      int width, int height, int depth, int type, int samples, int interlaced, boolean pixels)
      throws Exception {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
    ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height);
    header.put((byte) depth).put((byte) type).put(new byte[] {0, 0, (byte) interlaced});
    chunk(file, "IHDR", header.array());
    if (type == 3) {
      byte[] palette = new byte[3 << depth];
      for (int i = 0; i < 1 << depth; i++) {
        Arrays.fill(palette, 3 * i, 3 * i + 3, (byte) (3 * i));
      }
      chunk(file, "PLTE", palette);
    }
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(packed)) {
      int[][] passes =
          interlaced == 1
              ? new int[][] {
                {0, 0, 8, 8},
                {4, 0, 8, 8},
                {0, 4, 4, 8},
                {2, 0, 4, 4},
                {0, 2, 2, 4},
                {1, 0, 2, 2},
                {0, 1, 1, 2}
              }
              : new int[][] {{0, 0, 1, 1}};
      for (int[] pass : passes) {
        for (int y = pass[1]; pixels && y < height; y += pass[3]) {
          byte[] row = row(width, y, depth, samples, pass);
          if (row.length > 0) {
            deflater.write(0);
            deflater.write(row);
          }
        }
      }
    }
    chunk(file, "IDAT", packed.toByteArray());
    chunk(file, "IEND", new byte[0]);
    return file.toByteArray();
  }

  private static byte[] row(int width, int y, int depth, int samples, int[] pass) {
    int columns = Math.max(0, (width - pass[0] + pass[2] - 1) / pass[2]);
    byte[] row = new byte[(columns * depth * samples + 7) / 8];
    int full = depth == 16 ? 65535 : (1 << depth) - 1;
    for (int i = 0; i < columns * samples; i++) {
      int value = value(pass[0] + i / samples * pass[2], y, full);
      for (int bit = 0; bit < depth; bit++) {
        int at = i * depth + bit;
        row[at / 8] |= (byte) ((value >> (depth - 1 - bit) & 1) << (7 - at % 8));
      }
    }
    return row;
  }

  private static void chunk(ByteArrayOutputStream file, String type, byte[] content)
      throws Exception {
    DataOutputStream out = new DataOutputStream(file);
    out.writeInt(content.length);
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    out.write(name);
    out.write(content);
    CRC32 checksum = new CRC32();
    checksum.update(name);
    checksum.update(content);
    out.writeInt((int) checksum.getValue());
  }
}
