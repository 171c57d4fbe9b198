package dev.easel.genai;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every cycle opens a pipeline, makes an image and closes it, in a process of its own. */
class OpenCloseMemoryTest {
  /** The first cycles fill caches and arenas, in GenAI as in the JVM. */
  private static final int WARM_UP = 10;

  private static final int FEW = 5;

  @Test
  @Timeout(600)
  void twentyCyclesGrowNoMoreThanTheWarmProcessDoes() throws Exception {
    List<Long> resident = java(WARM_UP + 20);
    assertThat(growth(resident)).isLessThan(0.05);
  }

  @Test
  @Tag("stress")
  @Timeout(7200)
  void twoHundredCyclesGrowNoMoreThanInPython() throws Exception {
    List<Long> java = java(200);
    List<Long> python = python(200);
    System.out.printf(
        "growth over 200 cycles: java %.2f %% (%d to %d KiB), python %.2f %% (%d to %d KiB)%n",
        100 * growth(java),
        java.get(WARM_UP),
        java.get(199),
        100 * growth(python),
        python.get(WARM_UP),
        python.get(199));
    assertThat(growth(java)).isLessThanOrEqualTo(growth(python) + 0.05);
  }

  /**
   * How much the process grew since it was warm, as part of its size then. What a thread is about
   * to give back stands in single figures, up to a twentieth; what is lost stands in all.
   */
  private static double growth(List<Long> resident) {
    double warm = least(resident.subList(WARM_UP, WARM_UP + FEW));
    return (least(resident.subList(resident.size() - FEW, resident.size())) - warm) / warm;
  }

  private static long least(List<Long> resident) {
    return resident.stream().mapToLong(Long::longValue).min().orElseThrow();
  }

  private static List<Long> java(int cycles) throws Exception {
    // A heap of one fixed size, so that what grows is native.
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home", ""), "bin", "java").toString(),
                "-Xms64m",
                "-Xmx64m",
                "-XX:+AlwaysPreTouch",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path", ""),
                OpenCloseLoop.class.getName()));
    return run(command, cycles, Optional.empty());
  }

  private static List<Long> python(int cycles) throws Exception {
    Path module = pythonModule();
    List<String> command =
        List.of("python3", Path.of("src/test/python/open_close.py").toAbsolutePath().toString());
    return run(command, cycles, Optional.of(module));
  }

  /** GenAI's Python module of the same version, fetched on first use. */
  private static Path pythonModule() throws Exception {
    String version = GenAi.version().replaceAll("-.*", "");
    Path folder = GenAi.cache().resolve("python-" + version);
    if (!Files.isDirectory(folder)) {
      Path part = folder.resolveSibling(folder.getFileName() + ".part");
      Process pip =
          new ProcessBuilder(
                  "python3",
                  "-m",
                  "pip",
                  "install",
                  "--quiet",
                  "--target",
                  part.toString(),
                  "openvino-genai==" + version)
              .inheritIO()
              .start();
      assertThat(pip.waitFor()).as("pip install openvino-genai").isZero();
      Files.move(part, folder);
    }
    return folder;
  }

  private static List<Long> run(List<String> command, int cycles, Optional<Path> pythonPath)
      throws IOException, InterruptedException {
    List<String> whole = new ArrayList<>(command);
    whole.add(Models.SD15.toString());
    whole.add(String.valueOf(cycles));
    ProcessBuilder builder = new ProcessBuilder(whole);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    pythonPath.ifPresent(path -> builder.environment().put("PYTHONPATH", path.toString()));
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    List<Long> resident = output.lines().map(Long::valueOf).toList();
    assertThat(resident).hasSize(cycles);
    return resident;
  }
}
