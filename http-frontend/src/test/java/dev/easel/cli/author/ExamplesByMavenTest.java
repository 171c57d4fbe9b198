package dev.easel.cli.author;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The examples, each built as an outside author would: with Maven, from what {@code easel
 * install-authors} has put into a repository that had nothing before.
 */
@Tag("stress")
@Timeout(3600)
class ExamplesByMavenTest {
  /** What the machine has already is not fetched again. */
  private static final String SETTINGS =
      """
      <settings>
        <profiles>
          <profile>
            <id>near</id>
            <repositories>
              <repository><id>near</id><url>%1$s</url></repository>
            </repositories>
            <pluginRepositories>
              <pluginRepository><id>near</id><url>%1$s</url></pluginRepository>
            </pluginRepositories>
          </profile>
        </profiles>
        <activeProfiles><activeProfile>near</activeProfile></activeProfiles>
      </settings>
      """;

  @TempDir private Path folder;

  @Test
  void everyOneIsBuiltFromWhatIsInstalled() throws Exception {
    Path near = Path.of(System.getProperty("user.home"), ".m2", "repository");
    Path settings = folder.resolve("settings.xml");
    Files.writeString(settings, SETTINGS.formatted(near.toUri()));
    List<String> options =
        List.of("-s", settings.toString(), "-Dmaven.repo.local=" + folder.resolve("repository"));
    Path root = Path.of("..").toAbsolutePath().normalize();
    run(root, with(List.of("./easel", "install-authors"), options));
    for (Path project : ExampleProjectsTest.projects()) {
      run(project.toAbsolutePath().normalize(), with(List.of("mvn", "-B", "verify"), options));
      assertThat(project.resolve("target").resolve(project.getFileName() + "-1.0.0.jar")).exists();
    }
  }

  private static List<String> with(List<String> command, List<String> options) {
    List<String> all = new ArrayList<>(command);
    all.addAll(options);
    return all;
  }

  private void run(Path where, List<String> command) throws Exception {
    File said = Files.createTempFile(folder, "said", ".txt").toFile();
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(where.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said);
    // Of the Maven that runs this test.
    builder.environment().keySet().removeIf(name -> name.startsWith("MAVEN_"));
    Process process = builder.start();
    try {
      assertThat(process.waitFor(20, TimeUnit.MINUTES)).as("%s in %s", command, where).isTrue();
      assertThat(process.exitValue())
          .as("%s in %s: %s", command, where, Files.readString(said.toPath()))
          .isZero();
    } finally {
      process.destroyForcibly();
    }
  }
}
