package dev.easel.calculators.generate.tuning;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The processor's name as the kernel has it. */
public final class Processor {

  private static final List<String> FIELDS =
      List.of("model name", "cpu family", "model", "stepping", "CPU implementer", "CPU part");

  private Processor() {}

  /** Of this machine. */
  public static String name() {
    return name(Path.of("/proc/cpuinfo"));
  }

  /** Of a machine whose kernel describes it so; its first core stands for all. */
  static String name(Path description) {
    try (Stream<String> lines = Files.lines(description, StandardCharsets.UTF_8)) {
      String name =
          lines
              .takeWhile(line -> !line.isBlank())
              .filter(line -> FIELDS.contains(field(line)))
              .map(line -> line.replaceAll("\\s*:\\s*", " "))
              .collect(Collectors.joining(", "));
      return name.isEmpty() ? System.getProperty("os.arch", "") : name;
    } catch (IOException e) {
      return System.getProperty("os.arch", "");
    }
  }

  private static String field(String line) {
    return line.split(":", 2)[0].strip();
  }
}
