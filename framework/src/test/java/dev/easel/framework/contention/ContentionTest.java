package dev.easel.framework.contention;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Has jcstress run the contention tests of this package, in Java machines of its own. */
class ContentionTest {
  @TempDir Path folder;

  @Test
  @Timeout(300)
  void seesNothingForbiddenInAMoment() throws Exception {
    jcstress(
        "PostWhileLeaving|TwoFeedAndHelp|BoundMeetsPacket|TraceContention",
        List.of("-fsm", "1", "-iters", "1", "-time", "100"));
  }

  @Test
  @Tag("stress")
  @Timeout(3600)
  void seesNothingForbiddenInMinutes() throws Exception {
    jcstress("Contention", List.of("-fsm", "2", "-iters", "5", "-time", "1000"));
  }

  private void jcstress(String tests, List<String> length)
      throws IOException, InterruptedException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    List<String> command = new ArrayList<>();
    command.addAll(List.of(java.toString(), "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("org.openjdk.jcstress.Main", "-t", tests, "-r", folder.toString()));
    // Small strides: a state may be a whole run of a graph.
    command.addAll(List.of("-strideSize", "64", "-strideCount", "20", "-jvmArgs", "-Xmx512m"));
    command.addAll(List.of("-f", "1", "-sc", "false", "-af", "NONE"));
    command.addAll(length);
    File log = folder.resolve("log").toFile();
    int status =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log)
            .start()
            .waitFor();
    String said = Files.readString(log.toPath());
    assertThat(status).as(said).isZero();
    assertThat(said).containsPattern("[1-9]\\d* passed, 0 failed, 0 soft errs, 0 hard errs");
  }
}
