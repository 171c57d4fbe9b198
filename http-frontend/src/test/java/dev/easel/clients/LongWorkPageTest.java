package dev.easel.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands of docs/long-work.md, as printed, against a fresh server. */
@Timeout(300)
final class LongWorkPageTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  @TempDir static Path folder;

  private static String page;
  private static ShippedServer server;

  @BeforeAll
  static void start() throws Exception {
    page = Files.readString(ROOT.resolve("docs/long-work.md"));
    Path graph = Files.createDirectory(folder.resolve("sim")).resolve("graph.pbtxt");
    Files.writeString(graph, blocks("").stream().findFirst().orElseThrow());
    server =
        ShippedServer.open(
            Files.writeString(
                folder.resolve("config.json"),
                """
                {"model_config_list": [
                  {"config": {"name": "sim", "base_path": "sim"}},
                  {"config": {"name": "shapes", "base_path": "%1$s/models/shapes",
                              "graph_path": "%1$s/graphs/shapes/graph.pbtxt"}}
                ]}"""
                    .formatted(ROOT)));
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  /** The page's blocks in a language. */
  private static List<String> blocks(String language) {
    return Pattern.compile("(?m)^```(\\w*)\\n((?:(?!```).*\\n)+)```$")
        .matcher(page)
        .results()
        .filter(block -> block.group(1).equals(language))
        .map(block -> block.group(2))
        .toList();
  }

  /** The program of all blocks of a language, in their order. */
  private static String program(String language) {
    return String.join("\n", blocks(language))
        .replace("http://localhost:8000", server.base(""))
        .replace("localhost:8000", server.base(""))
        .replace("\"out.png\"", "\"" + folder.resolve("out.png") + "\"");
  }

  @Test
  void itsShellCommandsWork() throws Exception {
    assertThat(PythonEnvironment.run(List.of("sh", "-e", "-c", program("sh"))))
        .contains("event: image_generation.partial_image")
        .contains("event: image_generation.completed")
        .contains("582 MiB", "512 MiB")
        .contains("HTTP/1.1 429", "retry-after: ", "deadline_unreachable")
        .contains("\"place\":1", "\"place\":2")
        .contains("Operation timed out after");
  }

  @Test
  void itsPythonWorks() throws Exception {
    PythonEnvironment environment =
        PythonEnvironment.open("openai-client", Path.of("src/test/clients/requirements.txt"));
    String printed = PythonEnvironment.run(List.of(environment.python(), "-c", program("python")));
    assertThat(printed)
        .contains("image_generation.completed", "deadline_unreachable 1", "left")
        .endsWith("image_generation.partial_image\n");
    assertThat(ImageFiles.read(folder.resolve("out.png")).getWidth()).isEqualTo(ImageFiles.SIZE);
  }
}
