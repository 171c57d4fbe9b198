package dev.easel.cli.author;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.cli.shared.EaselVersion;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Projects as {@code easel new} writes them. */
@Timeout(120)
class NewCommandTest {
  @TempDir private Path folder;
  private final StringWriter said = new StringWriter();

  private int easelNew(String... arguments) {
    return new CommandLine(new NewCommand())
        .setOut(new PrintWriter(said, true))
        .setErr(new PrintWriter(said, true))
        .setExecutionExceptionHandler(
            (e, command, parsed) -> {
              said.append(e.getMessage());
              return 1;
            })
        .execute(arguments);
  }

  /** As Maven would, without its network. */
  @Test
  void theProjectCompilesAndItsTestPasses() throws Exception {
    Path project = folder.resolve("soft-blur");
    assertThat(easelNew("calculator", "SoftBlur", project.toString())).isZero();
    assertThat(said.toString()).contains("easel dev " + project);
    AuthorProject.verify(project, Files.createDirectory(folder.resolve("classes")));
    assertThat(Files.readString(project.resolve("pom.xml")))
        .contains("<artifactId>soft-blur</artifactId>")
        .contains("<easel.version>" + EaselVersion.text() + "</easel.version>")
        .doesNotContain("@");
  }

  @Test
  void writesNothingIntoAFolderThatIsInUse() throws Exception {
    Files.writeString(folder.resolve("mine.txt"), "mine");
    assertThat(easelNew("calculator", "Blur", folder.toString())).isEqualTo(1);
    assertThat(said.toString()).contains("is not empty (mine.txt is there)");
    assertThat(folder.resolve("pom.xml")).doesNotExist();
  }

  @Test
  void saysHowCalculatorsAreNamed() {
    assertThat(easelNew("calculator", "blur")).isNotZero();
    assertThat(said.toString()).contains("NAME is \"blur\"").contains("such as Blur");
    assertThat(easelNew("calculator", "Blur", "--package", "Org.Example")).isNotZero();
    assertThat(said.toString()).contains("--package is \"Org.Example\"");
  }
}
