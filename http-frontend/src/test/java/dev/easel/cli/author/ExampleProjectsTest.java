package dev.easel.cli.author;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.cli.shared.EaselVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples, each as an outside author has it. */
@Timeout(300)
class ExampleProjectsTest {
  private static final Path EXAMPLES = Path.of("..", "examples");

  static List<Path> projects() throws Exception {
    try (Stream<Path> found = Files.list(EXAMPLES)) {
      return found.filter(each -> Files.exists(each.resolve("pom.xml"))).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("projects")
  void itsTestsPass(Path project, @TempDir Path classes) throws Exception {
    AuthorProject.verify(project, classes);
  }

  @ParameterizedTest
  @MethodSource("projects")
  void isWholeAndOfThisVersion(Path project) throws Exception {
    assertThat(project.resolve("README.md")).content().startsWith("# ");
    assertThat(project.resolve("config.json"))
        .content()
        .contains("\"name\": \"" + project.getFileName());
    assertThat(project.resolve("pom.xml"))
        .content()
        .contains("<artifactId>" + project.getFileName() + "</artifactId>")
        .contains("<easel.version>" + EaselVersion.text() + "</easel.version>");
  }
}
