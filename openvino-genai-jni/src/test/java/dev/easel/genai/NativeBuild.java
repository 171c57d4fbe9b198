package dev.easel.genai;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The native build's compiler, libraries and environment, for tests that compile something of their
 * own.
 */
final class NativeBuild {
  static final Path SOURCES = Path.of("src/main/cpp").toAbsolutePath();

  private static final List<String> LIBRARIES =
      List.of("GENAI_LIBRARY", "OPENVINO_LIBRARY", "TBB_LIBRARY");
  private static final Map<String, String> SETTINGS = settings();

  private NativeBuild() {}

  /** A compiler that finds OpenVINO's headers. */
  static List<String> compiler() {
    return new ArrayList<>(List.of("g++", "-std=c++17", "-isystem", setting("OPENVINO_INCLUDE")));
  }

  /** What links a program with the runtime. */
  static List<String> libraries() {
    return LIBRARIES.stream()
        .flatMap(library -> Stream.of(setting(library), "-Wl,-rpath-link," + folderOf(library)))
        .toList();
  }

  /** A process that finds the runtime's libraries. */
  static ProcessBuilder process(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder
        .environment()
        .put(
            "LD_LIBRARY_PATH",
            LIBRARIES.stream().map(NativeBuild::folderOf).collect(Collectors.joining(":")));
    builder.environment().put("OPENVINO_TOKENIZERS_PATH_GENAI", setting("TOKENIZERS_LIBRARY"));
    return builder;
  }

  /** What build_native.sh told CMake. */
  static String setting(String name) {
    return Objects.requireNonNull(SETTINGS.get(name), name);
  }

  private static String folderOf(String library) {
    String path = setting(library);
    return path.substring(0, path.lastIndexOf('/'));
  }

  private static Map<String, String> settings() {
    try (Stream<String> lines = Files.lines(Path.of("target/native/CMakeCache.txt"))) {
      return lines
          .filter(line -> line.matches("[A-Z_]+:[A-Z]+=.*"))
          .collect(
              Collectors.toMap(
                  line -> line.substring(0, line.indexOf(':')),
                  line -> line.substring(line.indexOf('=') + 1)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
