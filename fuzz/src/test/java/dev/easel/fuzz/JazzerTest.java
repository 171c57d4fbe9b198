package dev.easel.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Looks for inputs that nobody thought of: {@code fuzz.seconds} for each of {@code fuzz.targets}.
 * What it has found worth keeping lies in {@code target/found}, what breaks a target beside its
 * log.
 */
@Tag("stress")
class JazzerTest {

  private static final Path FOLDER = Path.of("target/jazzer");

  /** An input that takes longer is one that hangs. */
  private static final int MOST_SECONDS = 20;

  private static final int MOST_INPUT_BYTES = 16 << 10;

  static Stream<Target> targets() {
    String named = System.getProperty("fuzz.targets", "all");
    return Stream.of(Target.values())
        .filter(
            target -> named.equals("all") || List.of(named.split(",")).contains(target.label()));
  }

  @ParameterizedTest
  @MethodSource("targets")
  void findsNothing(Target target) throws Exception {
    Path folder = Files.createDirectories(FOLDER.resolve(target.label()));
    Path found = Files.createDirectories(Path.of("target/found").resolve(target.label()));
    Path log = folder.resolve("log");
    Process jazzer = start(target, folder, found, log);
    try {
      assertThat(jazzer.waitFor()).as("Jazzer's exit code; see %s", log).isZero();
    } finally {
      jazzer.destroyForcibly();
    }
    try (Stream<String> lines = Files.lines(log)) {
      String done = lines.filter(line -> line.startsWith("Done ")).findFirst().orElse("");
      System.out.println(target.label() + ": " + done);
      assertThat(done).isNotEmpty();
    }
  }

  private static Process start(Target target, Path folder, Path found, Path log)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx1g", "-cp", System.getProperty("java.class.path")));
    command.add("com.code_intelligence.jazzer.Jazzer");
    command.add("--target_class=" + Fuzzed.class.getName());
    command.add("--target_args=" + target.name());
    command.add("--instrumentation_includes=dev.easel.**:com.fasterxml.jackson.core.json.*");
    command.add("--custom_hook_includes=dev.easel.**");
    command.add("--reproducer_path=" + folder);
    command.add("-artifact_prefix=" + folder + "/");
    command.add("-max_total_time=" + System.getProperty("fuzz.seconds", "180"));
    command.add("-timeout=" + MOST_SECONDS);
    command.add("-max_len=" + MOST_INPUT_BYTES);
    command.add("-rss_limit_mb=0");
    command.add(found.toString());
    Corpus.folders(target).forEach(each -> command.add(each.toString()));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }
}
