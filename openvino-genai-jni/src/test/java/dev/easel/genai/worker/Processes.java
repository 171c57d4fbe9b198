package dev.easel.genai.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What the system shows of processes. */
final class Processes {
  private Processes() {}

  /** Sends a signal, such as {@code STOP}. */
  static void signal(String name, long pid) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
  }

  /** The files that a program's workers have in its temporary folder and in memory. */
  static List<Path> filesOfWorkers(long program, Path temporary) throws IOException {
    List<Path> found = new ArrayList<>();
    for (Path place : List.of(temporary, Path.of("/dev/shm"))) {
      try (Stream<Path> files = Files.list(place)) {
        files
            .filter(it -> it.getFileName().toString().startsWith("easel-worker-" + program + "-"))
            .forEach(found::add);
      }
    }
    return found;
  }
}
