package dev.easel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.easel.http.SimulatedServer;
import java.awt.image.BufferedImage;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code easel graph run} with requests and pictures. */
@Timeout(60)
class GraphRequestTest {
  private static final String FIELDS = "\"size\": \"64x64\", \"num_inference_steps\": 4";

  @TempDir private Path folder;
  private Path graph = Path.of("");

  private record Outcome(int status, String out, String err) {}

  private static Outcome run(Object... arguments) {
    String[] words = new String[arguments.length];
    for (int i = 0; i < words.length; i++) {
      words[i] = String.valueOf(arguments[i]);
    }
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line =
        Easel.commandLine(words).setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int status = line.execute(words);
    return new Outcome(status, out.toString(), err.toString());
  }

  @BeforeEach
  void write() throws Exception {
    graph =
        Files.writeString(
            folder.resolve("any.pbtxt"), SimulatedServer.graph(SimulatedServer.simulated("")));
  }

  private Path request(String json) throws Exception {
    return Files.writeString(folder.resolve("request.json"), json);
  }

  private static void assertIsPicture(Path file) throws Exception {
    BufferedImage picture = ImageIO.read(file.toFile());
    assertThat(picture.getWidth()).isEqualTo(64);
  }

  @Test
  void aRequestOfJsonIsAnsweredWithPictures() throws Exception {
    Path request = request("{\"prompt\": \"a cup\", \"n\": 2, " + FIELDS + "}");
    Path output = folder.resolve("out.png");
    Outcome made = run("graph", "run", graph, "--request", request, "-o", output);
    assertThat(made.status()).as(made.err()).isZero();
    assertIsPicture(folder.resolve("out-1.png"));
    assertIsPicture(folder.resolve("out-2.png"));

    Outcome told = run("graph", "run", graph, "--request", request);
    assertThat(new ObjectMapper().readTree(told.out()).path("data")).hasSize(2);
  }

  @Test
  void aFormBringsPictures() throws Exception {
    Path start = folder.resolve("start.png");
    ImageIO.write(new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB), "png", start.toFile());
    Path output = folder.resolve("edited.png");
    Outcome made =
        run(
            "graph",
            "run",
            graph,
            "--form",
            "prompt=a cup",
            "--form",
            "image=@" + start,
            "--form",
            "num_inference_steps=4",
            "-o",
            output);
    assertThat(made.status()).as(made.err()).isZero();
    assertIsPicture(output);
  }

  @Test
  void aStreamsPicturesAreWrittenToo() throws Exception {
    Path request =
        request("{\"prompt\": \"a\", \"stream\": true, \"partial_images\": 2, " + FIELDS + "}");
    Outcome made =
        run("graph", "run", graph, "--request", request, "-o", folder.resolve("part.png"));
    assertThat(made.status()).as(made.err()).isZero();
    for (int i = 1; i <= 3; i++) {
      assertIsPicture(folder.resolve("part-" + i + ".png"));
    }
  }

  @Test
  void mistakesAreTold() throws Exception {
    Outcome field =
        run("graph", "run", graph, "--request", request("{\"prompt\": \"a\", \"n\": 0}"));
    assertThat(field.status()).isEqualTo(1);
    assertThat(field.err()).contains("n: ");
    Outcome ends = run("graph", "run", "../graphs/merge/graph.pbtxt", "--form", "prompt=a");
    assertThat(ends.status()).isEqualTo(1);
    assertThat(ends.err()).contains("merge/graph.pbtxt:", "HTTP_REQUEST_PAYLOAD");
    assertThat(run("graph", "run", graph, "--form", "image=@nowhere.png").err())
        .contains("--form image", "nowhere.png");
    assertThat(run("graph", "run", graph, "--form", "prompt").status()).isEqualTo(64);
    assertThat(run("graph", "run", graph, "--form", "a=b", "--inputs", "x").status()).isEqualTo(64);
    assertThat(run("graph", "run", graph, "-o", "x.png", "--inputs", "x").status()).isEqualTo(64);
  }
}
