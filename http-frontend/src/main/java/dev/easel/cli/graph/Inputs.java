package dev.easel.cli.graph;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The lines that a run is fed with. */
final class Inputs {
  private Inputs() {}

  /** Opens a file; - is standard input. */
  static Reader open(String name) throws IOException {
    return name.equals("-")
        ? new InputStreamReader(System.in, StandardCharsets.UTF_8)
        : Files.newBufferedReader(Path.of(name));
  }
}
