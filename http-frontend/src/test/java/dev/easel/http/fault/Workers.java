package dev.easel.http.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** The worker processes of a server that runs in this process. */
final class Workers {
  private static final Path MODELS =
      Path.of("../openvino-genai-jni/src/test/models").toAbsolutePath().normalize();

  private Workers() {}

  static List<ProcessHandle> all() {
    return ProcessHandle.current()
        .children()
        .filter(child -> child.info().commandLine().orElse("").contains("WorkerMain"))
        .toList();
  }

  /** A tiny model of one's own. */
  static Path copyOfModel(Path folder) throws IOException {
    Path from = MODELS.resolve("sd15");
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path to = folder.resolve(from.relativize(file).toString());
        Files.copy(file, to, StandardCopyOption.REPLACE_EXISTING);
      }
    }
    return folder;
  }

  static Path model() {
    return MODELS.resolve("sd15");
  }
}
