package dev.easel.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Folders for targets that read files. */
final class Scratch {

  private Scratch() {}

  /** A new one. */
  static Path folder() {
    try {
      Path memory = Path.of("/dev/shm");
      Path parent = Files.isWritable(memory) ? memory : Path.of("target");
      return Files.createTempDirectory(parent, "easel-fuzz");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
