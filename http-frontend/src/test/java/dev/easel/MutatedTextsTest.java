package dev.easel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.calculators.http.FormPart;
import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.framework.config.GraphDescription;
import dev.easel.framework.status.StatusException;
import dev.easel.http.form.FormLimits;
import dev.easel.http.form.FormReader;
import dev.easel.serving.config.ConfigException;
import dev.easel.serving.config.ConfigReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Texts with bytes changed, moved and left out are read or refused, and nothing else. */
class MutatedTextsTest {

  private static final int SHORT = 500;
  private static final int LONG = 100_000;

  /** A text and who reads it. */
  private record Seed(String name, String text, Consumer<byte[]> reader) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Seed> seeds() {
    CalculatorRegistry registry = CalculatorRegistry.standard();
    return Stream.of(
        new Seed(
            "form",
            "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n--XX\r\nContent-Disposition:"
                + " form-data; name=\"c\"; filename*=UTF-8''d%20e\r\nContent-Type: image/png\r\n\r\n"
                + "\u0089PNG\r\n--XX--\r\n",
            MutatedTextsTest::form),
        new Seed(
            "config.json",
            "{\"model_config_list\": [{\"config\": {\"name\": \"a\", \"base_path\": \"b\","
                + " \"idle_unload_seconds\": 5}}], \"monitoring\": {\"metrics\": {\"enable\": true}}}",
            text -> ConfigReader.parse(Path.of("config.json"), string(text))),
        new Seed(
            "graph.pbtxt",
            """
            input_stream: "in"
            output_stream: "out"
            executor { name: "x" }
            node {
              calculator: "PassThroughCalculator"
              input_stream: "in"
              output_stream: "out"
              max_in_flight: 2
            }
            """,
            text -> GraphDescription.parse(string(text), "graph.pbtxt", registry)),
        new Seed(
            "template",
            """
            # type: template
            node: { calculator: "PassThroughCalculator"
            %for ( i : [1, 2 + 3] )%  input_stream: "s%i%"
            %end% }
            """,
            text -> GraphDescription.parse(string(text), "graph.pbtxt", registry)));
  }

  private static void form(byte[] body) {
    List<FormPart> parts =
        FormReader.read(ByteBuffer.wrap(body), Optional.of("XX"), FormLimits.DEFAULT);
    parts.forEach(FormPart::text);
  }

  private static String string(byte[] text) {
    return new String(text, StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  @Timeout(120)
  void areReadOrRefused(Seed seed) {
    mutate(seed, SHORT);
  }

  @Tag("stress")
  @ParameterizedTest
  @MethodSource("seeds")
  @Timeout(1800)
  void areReadOrRefusedHoweverMany(Seed seed) {
    mutate(seed, LONG);
  }

  private static void mutate(Seed seed, int rounds) {
    byte[] whole = seed.text().getBytes(StandardCharsets.ISO_8859_1);
    int refused = 0;
    for (int round = 0; round < rounds; round++) {
      byte[] text = mutated(whole, new SplittableRandom(round));
      try {
        seed.reader().accept(text);
      } catch (StatusException | ConfigException e) {
        refused++;
        assertThat(e.getMessage()).isNotBlank();
      } catch (RuntimeException | Error e) {
        String bytes = HexFormat.of().formatHex(text);
        throw new AssertionError("round %d of %s: %s".formatted(round, seed, bytes), e);
      }
    }
    assertThat(refused).isPositive();
  }

  private static byte[] mutated(byte[] seed, SplittableRandom random) {
    byte[] text = seed.clone();
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      int at = random.nextInt(text.length);
      switch (random.nextInt(4)) {
        case 0 -> text[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> text[at] = (byte) "{}[]\"\\:,%+(\r\n9e\u0000".charAt(random.nextInt(16));
        case 2 -> {
          int count = Math.min(1 + random.nextInt(30), text.length - at);
          System.arraycopy(text, random.nextInt(text.length - count + 1), text, at, count);
        }
        default -> text = Arrays.copyOf(text, Math.max(1, text.length - random.nextInt(8)));
      }
    }
    return text;
  }
}
