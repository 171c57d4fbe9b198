package dev.easel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Images tell how they were made, and are made again from that. */
@Timeout(120)
class RepeatTest {
  @TempDir Path folder;

  private record Outcome(int status, String out, String err) {}

  private static Outcome run(Object... words) {
    String[] arguments = java.util.Arrays.stream(words).map(String::valueOf).toArray(String[]::new);
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line =
        Easel.commandLine(arguments).setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return new Outcome(line.execute(arguments), out.toString(), err.toString());
  }

  private Outcome generate(Object... words) {
    List<Object> all =
        new ArrayList<>(List.of("generate", "--config_path", Path.of("..", "graphs/config.json")));
    all.addAll(List.of(words));
    return run(all.toArray());
  }

  private Path file(String name) {
    return folder.resolve(name);
  }

  @Test
  void repeatsTheSecondOfTwo() throws Exception {
    assertThat(
            generate("two dots", "-n", 2, "--seed", 77, "--steps", 3, "-o", file("a.png")).status())
        .isZero();
    JsonNode facts = new ObjectMapper().readTree(run("inspect", file("a-2.png")).out());
    assertThat(facts.path("prompt").asText()).isEqualTo("two dots");
    assertThat(facts.path("rng_seed").asInt()).isEqualTo(77);
    assertThat(facts.path("index").asInt()).isEqualTo(1);
    assertThat(facts.path("size").asText()).isEqualTo("256x256");
    assertThat(generate("--like", file("a-2.png"), "-o", file("b.png")).status()).isZero();
    assertThat(Files.readAllBytes(file("b.png"))).isEqualTo(Files.readAllBytes(file("a-2.png")));
    assertThat(Files.readAllBytes(file("b.png"))).isNotEqualTo(Files.readAllBytes(file("a-1.png")));
  }

  @Test
  void asksForThePicturesThatAnEditWasMadeFrom() throws Exception {
    ImageIO.write(white(), "png", file("image.png").toFile());
    ImageIO.write(white(), "png", file("mask.png").toFile());
    generate("a dot", "--steps", 3, "--image", file("image.png"), "-o", file("edit.png"));
    Outcome without = generate("--like", file("edit.png"), "-o", file("x.png"));
    assertThat(without.status()).isEqualTo(64);
    assertThat(without.err()).contains("was made from another picture; give that one with --image");
    generate("--like", file("edit.png"), "--image", file("image.png"), "-o", file("again.png"));
    assertThat(Files.readAllBytes(file("again.png")))
        .isEqualTo(Files.readAllBytes(file("edit.png")));
    generate(
        "a dot",
        "--steps",
        3,
        "--image",
        file("image.png"),
        "--mask",
        file("mask.png"),
        "-o",
        file("filled.png"));
    assertThat(generate("--like", file("filled.png"), "--image", file("image.png")).err())
        .contains("was made under a mask; give that one with --mask");
  }

  @Test
  void saysWhatIsWrong() throws Exception {
    ImageIO.write(white(), "png", file("foreign.png").toFile());
    assertThat(run("inspect", file("foreign.png")).err()).contains("does not say how it was made");
    assertThat(run("inspect", file("none.png")).err()).contains("cannot read");
    try (RandomAccessFile sparse = new RandomAccessFile(file("huge.png").toFile(), "rw")) {
      sparse.setLength(3L << 30);
    }
    assertThat(run("inspect", file("huge.png")).err()).contains("has more than 256 MiB");
    Files.writeString(file("text.png"), "this is no picture, whatever its name says");
    assertThat(run("inspect", file("text.png")).status()).isEqualTo(1);
    assertThat(generate("a dot", "--like", file("foreign.png")).err())
        .contains("--like brings its own prompt");
    assertThat(generate("-o", file("x.png")).err()).contains("a prompt is missing");
  }

  private static BufferedImage white() {
    BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
    image.createGraphics().fillRect(0, 0, 64, 64);
    return image;
  }
}
