package dev.easel.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Builds what is deployed and runs it where it is to run. A check that lacks a tool of Debian's is
 * skipped, and says which.
 */
@Tag("stress")
@Timeout(value = 120, unit = TimeUnit.MINUTES)
class DeploymentTest {
  private static final int SKIPPED = 77;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {"archive", "bare-debian", "image", "charts", "service", "fleet", "dashboard"})
  void whatIsDeployedWorksWhereItIsToRun(String check) throws Exception {
    Path said = folder.resolve("said");
    Process process =
        new ProcessBuilder("../packaging/check/" + check)
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    int status = process.waitFor();
    String lines = Files.readString(said);
    Assumptions.assumeTrue(status != SKIPPED, lines);
    assertThat(status).as(lines).isZero();
  }
}
