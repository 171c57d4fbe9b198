package dev.easel.serving.repository;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.framework.config.Mistake;
import dev.easel.http.SimulatedServer;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files from others: each has its reason in one line, and what lies beside it is served. */
@Timeout(60)
class HostileFilesTest {

  private static final String ENDS =
      """
      input_stream: "HTTP_REQUEST_PAYLOAD:input"
      output_stream: "HTTP_RESPONSE_PAYLOAD:output"
      """;
  private static final String NODE =
      "node { calculator: \"PassThroughCalculator\" input_stream: \"input\" output_stream:"
          + " \"output\" %s }\n";
  private static final String DIGITS = "9".repeat(1001);

  @TempDir private Path folder;

  static Stream<Arguments> graphs() {
    String options = "[type.googleapis.com/mediapipe.ImageGenCalculatorOptions]";
    return Stream.of(
        Arguments.of("no text", "\u0000\u0001", "graph.pbtxt"),
        Arguments.of("digits", ENDS + NODE.formatted("max_in_flight: " + DIGITS), "out of range"),
        Arguments.of(
            "digits in options",
            ENDS
                + NODE.formatted(
                    "node_options { "
                        + options
                        + " { max_num_images_per_prompt: "
                        + DIGITS
                        + " } }"),
            "graph.pbtxt"),
        Arguments.of(
            "options without what they need",
            ENDS + NODE.formatted("node_options { " + options + " { device: \"CPU\" } }"),
            "models_path"),
        Arguments.of("depth", ENDS + "node { ".repeat(5000) + "}".repeat(5000), "too deep"),
        Arguments.of("surrogate", ENDS + NODE.formatted("name: \"\\ud800x\""), "surrogate"),
        Arguments.of(
            "terms",
            ENDS + NODE.formatted("name: %\"a\" + " + "1+".repeat(200_000) + "1%"),
            "500 operators"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("graphs")
  void aGraphFailsWithItsReason(String name, String text, String reason) throws Exception {
    Files.writeString(Files.createDirectories(folder.resolve("bad")).resolve("graph.pbtxt"), text);
    Files.writeString(
        Files.createDirectories(folder.resolve("good")).resolve("graph.pbtxt"),
        ENDS + NODE.formatted(""));
    assertThat(mistakes(folder)).singleElement().asString().contains(reason);
    RepositorySettings settings =
        RepositorySettings.standard(CalculatorRegistry.standard()).withPoll(Duration.ZERO);
    try (ServableRepository repository =
        ServableRepository.open(RepositorySource.folder(folder), settings)) {
      repository.load();
      repository.awaitFirstLoad();
      assertThat(repository.find("bad").orElseThrow().failure()).isPresent();
      assertThat(repository.find("good").orElseThrow().failure()).isEmpty();
    }
  }

  static Stream<Arguments> configurations() {
    String entry = "{\"model_config_list\": [{\"config\": {\"name\": \"a\", %s}}]}";
    return Stream.of(
        Arguments.of("digits", "{\"model_config_list\": [], \"x\": " + DIGITS + "}", "1001"),
        Arguments.of(
            "digits in a field", entry.formatted("\"idle_unload_seconds\": " + DIGITS), "1001"),
        Arguments.of(
            "an exponent", entry.formatted("\"idle_unload_seconds\": 1e999999999"), "whole number"),
        Arguments.of("depth", "[".repeat(2000) + "]".repeat(2000), "nesting depth"),
        Arguments.of(
            "depth in a field", entry.formatted("\"x\": " + "[".repeat(1500)), "nesting depth"),
        Arguments.of(
            "half a character in a name",
            "{\"model_config_list\": [{\"config\": {\"name\": \"a\\ud800\"}}]}",
            "surrogate"),
        Arguments.of(
            "half a character in a path", entry.formatted("\"base_path\": \"\\udc00\""), "no path"),
        Arguments.of("a NUL in a path", entry.formatted("\"base_path\": \"\\u0000\""), "no path"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("configurations")
  void aConfigurationIsRefusedWithItsPlace(String name, String text, String reason)
      throws Exception {
    Path config = Files.writeString(folder.resolve("config.json"), text);
    assertThat(mistakes(config)).singleElement().asString().contains("config.json:1:", reason);
  }

  @Test
  void filesOfGigabytesAreNotRead() throws Exception {
    Path config = sparse(folder.resolve("config.json"));
    assertThat(mistakes(config)).singleElement().asString().contains("more than 2 MiB");
    sparse(Files.createDirectories(folder.resolve("m")).resolve("graph.pbtxt"));
    assertThat(mistakes(folder.resolve("m"))).singleElement().asString().contains("2 MiB");
  }

  @Test
  void filesOfAModelAreReadAsFarAsTheyAreSmall() throws Exception {
    Path model = Files.createDirectories(folder.resolve("m"));
    Files.writeString(
        model.resolve("graph.pbtxt"), SimulatedServer.graph("models_path: \".\" device: \"CPU\""));
    Path index = sparse(model.resolve("model_index.json"));
    assertThat(mistakes(model)).singleElement().asString().contains("model_index.json", "1 MiB");
    Files.writeString(index, "[".repeat(2000));
    assertThat(mistakes(model))
        .singleElement()
        .asString()
        .contains("model_index.json", "nesting depth")
        .doesNotContain("StreamRead");
    Files.writeString(index, "[" + "{},".repeat(300_000) + "{}]");
    assertThat(mistakes(model)).singleElement().asString().contains("model_index.json", "500000");
  }

  @Test
  void whatSpeaksToATerminalIsNotQuoted() throws Exception {
    Files.writeString(folder.resolve("graph.pbtxt"), "input_stream: \"\u001b[31m\u0007\u009b\"\n");
    assertThat(mistakes(folder))
        .isNotEmpty()
        .allSatisfy(
            mistake -> assertThat(mistake.toString().chars()).noneMatch(Character::isISOControl));
  }

  @Test
  void linksThatLeadBackAreNamed() throws Exception {
    Path inner = Files.createDirectories(folder.resolve("all/inner"));
    Files.createSymbolicLink(inner.resolve("back"), folder.resolve("all"));
    Files.createSymbolicLink(folder.resolve("self"), Path.of("self"));
    assertThat(mistakes(folder.resolve("all")))
        .singleElement()
        .asString()
        .contains("back is a link to a folder that it lies in");
    Path config =
        Files.writeString(
            folder.resolve("config.json"),
            "{\"model_config_list\": [{\"config\": {\"name\": \"a\", \"base_path\": \"self\"}}]}");
    assertThat(mistakes(config)).singleElement().asString().contains("there is no folder");
  }

  private static Path sparse(Path file) throws IOException {
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
      open.setLength(3L << 30);
    }
    return file;
  }

  private static List<Mistake> mistakes(Path path) {
    CheckReport report =
        new RepositoryCheck(RepositorySettings.standard(CalculatorRegistry.standard()), false)
            .check(path);
    List<Mistake> all =
        Stream.concat(
                report.mistakes().stream(),
                report.graphs().stream().flatMap(graph -> graph.mistakes().stream()))
            .toList();
    assertThat(all).noneMatch(mistake -> mistake.message().contains("\n"));
    return all;
  }
}
