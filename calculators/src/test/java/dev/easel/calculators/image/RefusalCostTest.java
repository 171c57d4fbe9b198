package dev.easel.calculators.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.easel.calculators.image.header.ImageFormatException;
import dev.easel.calculators.task.ImageFormat;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a file costs that is refused: memory on the heap and direct, all in all. */
class RefusalCostTest {
  private static final long LIMIT = 50_000_000;

  /** The largest square that the limits allow. */
  private static final int SIDE = 4096;

  private final ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULT);

  static Stream<Arguments> files() {
    byte[] whole = png(SIDE, SIDE, SIDE, 0);
    byte[] damaged = whole.clone();
    damaged[damaged.length / 2] ^= 1;
    byte[] jpeg = encoded("jpeg");
    byte[] progressive =
        HostileImages.progressive(new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB));
    byte[] lossless = HostileImages.losslessWebp(noise());
    byte[] gif = encoded("gif");
    byte[] bmp = encoded("bmp");
    byte[] webp =
        TestImages.bytes(
            new LossyEncoder(ImageFormat.WEBP, () -> {})
                .encode(ByteBuffer.allocate(SIDE * SIDE * 3), SIDE, SIDE, 50)
                .get(0));
    return Stream.of(
        Arguments.of("a bomb of 40000x40000 pixels", png(40_000, 40_000, 40_000, 0), "40000x40000"),
        Arguments.of("a file cut in its middle", half(whole), "cut off"),
        Arguments.of("a wrong checksum", damaged, "checksum"),
        Arguments.of("rows that are missing", png(SIDE, SIDE, 100, 0), "PNG"),
        Arguments.of("an unknown row filter", png(SIDE, SIDE, SIDE, 9), "row filter 9"),
        Arguments.of("half a JPEG", half(jpeg), "JPEG"),
        Arguments.of("half a progressive JPEG", half(progressive), "cut off"),
        Arguments.of("half a WebP that says to be whole", shortened(webp), "damaged"),
        Arguments.of("half a lossless WebP that says to be whole", shortened(lossless), "damaged"),
        Arguments.of("half a GIF", half(gif), "GIF"),
        Arguments.of("half a BMP", half(bmp), "BMP"),
        Arguments.of("half a WebP", half(webp), "WebP"),
        Arguments.of("a GIF picture outside its screen", HostileImages.gifOutside(), "screen"),
        Arguments.of("a GIF without its pixels", HostileImages.gifWithoutPixels(), "missing"),
        Arguments.of("a BMP that holds a PNG", HostileImages.bmp(5, 24), "PNG"),
        Arguments.of("a BMP that holds a JPEG", HostileImages.bmp(4, 24), "JPEG"),
        Arguments.of("a packed BMP without pixels", HostileImages.bmp(1, 8), "cut off"),
        Arguments.of("a BMP of 3 bits", HostileImages.bmp(0, 3), "3 bits"),
        Arguments.of("a WebP frame outside its canvas", HostileImages.webpOutside(), "canvas"),
        Arguments.of("a WebP of another size", HostileImages.webpOtherSize(webp), "header says"),
        Arguments.of("400 scans of a JPEG", HostileImages.scans(400), "scans"),
        Arguments.of("60 scans of the same", HostileImages.scans(60), "more scans than"),
        Arguments.of("two frames in a JPEG", HostileImages.twoFrames(jpeg), "two frames"),
        Arguments.of("a JPEG of 12 bits", HostileImages.bits(jpeg), "12-bit"),
        Arguments.of("50,000 chunks in a PNG", HostileImages.chunks(whole), "chunks"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void costsLittle(String what, byte[] file, String reason) {
    ByteBuffer sent = ByteBuffer.wrap(file);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long direct = directBytes();
    long heap = threads.getCurrentThreadAllocatedBytes();
    assertThatThrownBy(() -> decoder.decode(sent))
        .as(what)
        .isInstanceOf(ImageFormatException.class)
        .hasMessageContaining(reason);
    long cost = threads.getCurrentThreadAllocatedBytes() - heap + directBytes() - direct;
    assertThat(cost).isLessThan(LIMIT);
  }

  private static long directBytes() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }

  private static byte[] half(byte[] file) {
    return Arrays.copyOf(file, file.length / 2);
  }

  /** Half of the file, with sizes in its headers to match. */
  private static byte[] shortened(byte[] webp) {
    byte[] file = half(webp);
    ByteBuffer.wrap(file)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(4, file.length - 8)
        .putInt(16, file.length - 20);
    return file;
  }

  /** Pixels that take bits, at the largest size. */
  private static BufferedImage noise() {
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < SIDE * 8; i++) {
      image.setRGB(i % SIDE, i / SIDE * 500, i * 2_654_435);
    }
    return image;
  }

  private static byte[] encoded(String format) {
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    return TestImages.bytes(TestImages.write(image, format));
  }

  /** A gray image whose header says one height and whose rows are so many, the last filtered. */
  private static byte[] png(int width, int height, int rows, int lastFilter) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater =
        new DeflaterOutputStream(packed, new Deflater(Deflater.BEST_SPEED))) {
      byte[] row = new byte[width + 1];
      for (int y = 0; y < Math.min(rows, SIDE); y++) {
        row[0] = (byte) (y == rows - 1 ? lastFilter : 0);
        deflater.write(row);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    byte[] header =
        ByteBuffer.allocate(13)
            .putInt(width)
            .putInt(height)
            .put(new byte[] {8, 0, 0, 0, 0})
            .array();
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
    file.writeBytes(chunk("IHDR", header));
    file.writeBytes(chunk("IDAT", packed.toByteArray()));
    file.writeBytes(chunk("IEND", new byte[0]));
    return file.toByteArray();
  }

  private static byte[] chunk(String type, byte[] content) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 checksum = new CRC32();
    checksum.update(name);
    checksum.update(content);
    return ByteBuffer.allocate(12 + content.length)
        .putInt(content.length)
        .put(name)
        .put(content)
        .putInt((int) checksum.getValue())
        .array();
  }
}
