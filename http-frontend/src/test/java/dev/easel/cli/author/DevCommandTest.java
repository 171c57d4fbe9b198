package dev.easel.cli.author;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.easel.cli.Program;
import dev.easel.cli.shared.EaselVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A project as its author has it served while writing. */
@Timeout(300)
class DevCommandTest {
  private static final String SOURCE = "src/main/java/com/example/tint/TintCalculator.java";

  @TempDir private Path folder;
  private final HttpClient client = HttpClient.newHttpClient();

  private byte[] picture(int port) throws Exception {
    String body =
        """
        {"model": "tint", "prompt": "a red circle", "rng_seed": 7, "size": "64x64"}
        """;
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v3/images/generations"))
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    assertThat(response.statusCode()).isEqualTo(200);
    return new ObjectMapper().readTree(response.body()).at("/data/0/b64_json").binaryValue();
  }

  private static void edit(Path file, String from, String to) throws Exception {
    String text = Files.readString(file);
    assertThat(text).contains(from);
    Files.writeString(file, text.replace(from, to));
  }

  private static void awaitSaid(Program program, Predicate<String> looked) throws Exception {
    program.await(
        out -> {
          try {
            return looked.test(program.err());
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  @Test
  void servesWhatIsSavedAndShowsMistakesWithTheirPlace() throws Exception {
    Path project = folder.resolve("tint");
    new ProjectTemplate("Tint", "com.example.tint", "tint", EaselVersion.text()).write(project);
    Path source = project.resolve(SOURCE);
    int port = Program.freePort();
    try (Program program =
        Program.easel(folder, Map.of(), "dev", "tint", "--", "--rest_port", String.valueOf(port))) {
      program.await(out -> out.contains("Easel is ready"));
      byte[] brighter = picture(port);
      assertThat(picture(port)).isEqualTo(brighter);

      edit(source, "+ amount", "+ amont");
      awaitSaid(program, said -> said.contains("what was built before goes on"));
      assertThat(program.err())
          .containsPattern("tint/" + SOURCE + ":\\d+: error: cannot find symbol")
          .contains("1 mistake");
      assertThat(picture(port)).isEqualTo(brighter);

      edit(source, "+ amont", "- amount");
      awaitSaid(program, said -> said.contains("was loaded anew"));
      byte[] darker = picture(port);
      assertThat(darker).isNotEqualTo(brighter);
      assertThat(program.end()).isZero();
    }
  }

  @Test
  void saysWhatAProjectNeeds() throws Exception {
    try (Program program = Program.easel(folder, Map.of(), "dev", "nothing")) {
      assertThat(program.status()).isEqualTo(1);
      assertThat(program.err())
          .contains("nothing has no src/main/java")
          .contains("easel new calculator NAME");
    }
  }
}
