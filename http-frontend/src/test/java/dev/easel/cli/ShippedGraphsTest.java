package dev.easel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.framework.script.GraphScript;
import dev.easel.serving.repository.CheckReport;
import dev.easel.serving.repository.RepositoryCheck;
import dev.easel.serving.repository.RepositorySettings;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ShippedGraphsTest {
  private static final Path GRAPHS = Path.of("..", "graphs");

  static List<Path> withInputs() throws Exception {
    try (Stream<Path> found = Files.list(GRAPHS)) {
      return found.filter(folder -> Files.exists(folder.resolve("inputs.jsonl"))).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("withInputs")
  void saysWhatIsWrittenBesideIt(Path folder) throws Exception {
    StringBuilder out = new StringBuilder();
    try (Reader in = Files.newBufferedReader(folder.resolve("inputs.jsonl"))) {
      assertThat(GraphScript.run(folder.resolve("graph.pbtxt"), in, out)).isZero();
    }
    assertThat(out.toString().lines())
        .containsExactlyElementsOf(Files.readAllLines(folder.resolve("outputs.jsonl")));
  }

  @Test
  void hasNoMistake() {
    CheckReport report =
        new RepositoryCheck(RepositorySettings.standard(CalculatorRegistry.standard()), false)
            .check(GRAPHS.resolve("config.json"));
    assertThat(report.graphs()).extracting(CheckReport.Graph::name).contains("shapes");
    assertThat(report.graphs()).flatExtracting(CheckReport.Graph::mistakes).isEmpty();
    assertThat(report.warnings()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"graphs", "examples"})
  void explainsEveryNode(String folder) throws Exception {
    try (Stream<Path> found = Files.walk(Path.of("..", folder))) {
      for (Path file : found.filter(path -> path.endsWith("graph.pbtxt")).toList()) {
        List<String> lines = Files.readAllLines(file);
        for (int i = 1; i < lines.size(); i++) {
          if (lines.get(i).startsWith("node")) {
            assertThat(lines.get(i - 1)).as("above %s:%s", file, i + 1).startsWith("# ");
          }
        }
      }
    }
  }
}
