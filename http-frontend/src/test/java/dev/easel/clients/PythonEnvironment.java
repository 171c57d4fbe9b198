package dev.easel.clients;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A Python environment with the packages of a requirements file, made on first use outside of the
 * build's folders.
 */
final class PythonEnvironment {
  private final Path folder;

  private PythonEnvironment(Path folder) {
    this.folder = folder;
  }

  /** The environment of this name; {@code python3-venv} must be installed. */
  static PythonEnvironment open(String name, Path requirements) throws Exception {
    Path cache = Path.of(System.getProperty("user.home"), ".cache", "easel");
    Path folder = cache.resolve(name);
    Path stamp = folder.resolve("requirements.txt");
    Files.createDirectories(cache);
    try (FileChannel channel =
            FileChannel.open(
                cache.resolve(name + ".lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      String wanted = Files.readString(requirements);
      if (!lock.isValid() || !Files.exists(stamp) || !Files.readString(stamp).equals(wanted)) {
        run(List.of("python3", "-m", "venv", "--clear", folder.toString()));
        run(
            List.of(
                folder.resolve("bin/python").toString(),
                "-m",
                "pip",
                "install",
                "--quiet",
                "--requirement",
                requirements.toAbsolutePath().toString()));
        Files.writeString(stamp, wanted);
      }
    }
    return new PythonEnvironment(folder);
  }

  /** The environment's interpreter. */
  String python() {
    return folder.resolve("bin/python").toString();
  }

  /** Runs a program and returns what it printed; fails with that when its exit status is not 0. */
  static String run(List<String> command) throws IOException, InterruptedException {
    Path output = Files.createTempFile("easel-client", ".out");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      if (!process.waitFor(5, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new AssertionError(command + " did not end:\n" + Files.readString(output));
      }
      String printed = Files.readString(output);
      if (process.exitValue() != 0) {
        throw new AssertionError(command + " ended with " + process.exitValue() + ":\n" + printed);
      }
      return printed;
    } finally {
      Files.deleteIfExists(output);
    }
  }
}
