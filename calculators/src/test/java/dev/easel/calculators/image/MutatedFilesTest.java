package dev.easel.calculators.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.calculators.http.JsonBody;
import dev.easel.calculators.http.RequestException;
import dev.easel.calculators.image.header.ImageFormatException;
import dev.easel.calculators.task.ImageFormat;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files with bytes changed, moved and left out are decoded or refused, and nothing else. */
class MutatedFilesTest {

  private static final int SIDE = 48;
  private static final int SHORT = 500;
  private static final int LONG = 200_000;

  private final ImageDecoder decoder = new ImageDecoder(new ImageLimits(256 * 256, 16));

  /** Reads what may be damaged. */
  private interface Reader {
    void read(byte[] file) throws ImageFormatException;
  }

  static Stream<Arguments> seeds() {
    BufferedImage photo = TestImages.buffered(TestImages.photo(SIDE, SIDE), SIDE, SIDE);
    byte[] webp =
        TestImages.bytes(
            new LossyEncoder(ImageFormat.WEBP, () -> {})
                .encode(ByteBuffer.wrap(TestImages.photo(SIDE, SIDE)), SIDE, SIDE, 80)
                .get(0));
    String json =
        "{\"model\": \"a\", \"n\": 2, \"user\": [1, {\"b\": \"]\\\"\"}], \"x\":"
            + " \"\\u00e9\\ud83d\\ude00\", \"f\": -1.5e3, \"t\": null}";
    return Stream.of(
        Arguments.of("PNG", TestImages.bytes(TestImages.write(photo, "png"))),
        Arguments.of("JPEG", TestImages.bytes(TestImages.write(photo, "jpeg"))),
        Arguments.of("progressive JPEG", HostileImages.progressive(photo)),
        Arguments.of("GIF", TestImages.bytes(TestImages.write(photo, "gif"))),
        Arguments.of("BMP", TestImages.bytes(TestImages.write(photo, "bmp"))),
        Arguments.of("WebP", webp),
        Arguments.of("CMYK JPEG", stored("jpeg/17x33_cmykp.jpg")),
        Arguments.of("JPEG with restarts", stored("jpeg/17x33_rst.jpg")),
        Arguments.of("lossless WebP", stored("webp/17x33_all.webp")),
        Arguments.of("WebP with opacity", stored("webp/17x33_alq.webp")),
        Arguments.of("WebP with a palette", stored("webp/17x33_pal4.webp")),
        Arguments.of("WebP animation", HostileImages.animated(webp, SIDE, SIDE)),
        Arguments.of("JSON", json.getBytes(StandardCharsets.UTF_8)));
  }

  private static byte[] stored(String name) {
    try (InputStream in =
        Objects.requireNonNull(MutatedFilesTest.class.getResourceAsStream("/images/" + name))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("seeds")
  @Timeout(120)
  void areDecodedOrRefused(String format, byte[] seed) {
    mutate(format, seed, SHORT);
  }

  @Tag("stress")
  @ParameterizedTest(name = "{0}")
  @MethodSource("seeds")
  @Timeout(1800)
  void areDecodedOrRefusedHoweverMany(String format, byte[] seed) {
    mutate(format, seed, LONG);
  }

  private void mutate(String format, byte[] seed, int rounds) {
    Reader reader =
        format.equals("JSON") ? MutatedFilesTest::json : file -> decoder.decode(wrap(file)).close();
    int refused = 0;
    for (int round = 0; round < rounds; round++) {
      byte[] file = mutated(seed, new SplittableRandom(round));
      try {
        reader.read(file);
      } catch (ImageFormatException | RequestException e) {
        refused++;
        assertThat(e.getMessage()).isNotBlank().doesNotContain("\n");
      } catch (RuntimeException | Error e) {
        String bytes = HexFormat.of().formatHex(file);
        throw new AssertionError("round %d of %s: %s".formatted(round, format, bytes), e);
      }
    }
    assertThat(refused).isPositive();
  }

  private static ByteBuffer wrap(byte[] file) {
    return ByteBuffer.wrap(file);
  }

  private static void json(byte[] text) {
    JsonBody body = JsonBody.read(wrap(text));
    body.names().forEach(body::value);
    body.model();
  }

  /** Mostly a few bytes; the headers, where most is said, more often than the rest. */
  private static byte[] mutated(byte[] seed, SplittableRandom random) {
    byte[] file = seed.clone();
    for (int i = 1 + random.nextInt(6); i > 0; i--) {
      int reach = random.nextBoolean() ? Math.min(80, file.length) : file.length;
      int at = random.nextInt(reach);
      switch (random.nextInt(5)) {
        case 0 -> file[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> file[at] = (byte) (random.nextBoolean() ? 0xff : 0);
        case 2 -> file[at] = (byte) random.nextInt(256);
        case 3 -> {
          int count = Math.min(1 + random.nextInt(16), file.length - at);
          System.arraycopy(file, random.nextInt(file.length - count + 1), file, at, count);
        }
        default -> file = Arrays.copyOf(file, Math.max(1, file.length - random.nextInt(4)));
      }
    }
    return file;
  }
}
