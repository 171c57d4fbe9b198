package dev.easel.genai.worker.host;

import dev.easel.genai.GenAi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A worker's classes as Java keeps them for the next start, which is then shorter: a worker that
 * finds no such file writes one when it is dismissed. Java itself looks whether the file fits, and
 * does without it if not.
 *
 * <p><b>Threads</b>: any.
 *
 * <p><b>Failure</b>: none; where no file can be kept, workers start without.
 */
final class ClassArchive {
  private static final String END = ".jsa";
  private static final String BEGUN = ".begun";

  /**
   * Java's own classes, on which an archive builds. A Java runtime made by jlink may have none, and
   * then a worker that is told to write an archive does not start.
   */
  private static final Path BASE =
      Path.of(System.getProperty("java.home"), "lib", "server", "classes.jsa");

  /** Other versions' files; each is some megabytes. */
  private static final int MOST_FILES = 4;

  /** What was begun so long ago will never be finished. */
  private static final long LEFT_MILLIS = 600_000;

  private final Optional<Path> file;

  private ClassArchive(Optional<Path> file) {
    this.file = file;
  }

  /**
   * The archive of one class path.
   *
   * @param classPath what the worker is given; Java archives classes of jars only
   */
  static ClassArchive of(List<Path> classPath) {
    if (!Files.exists(BASE) || !classPath.stream().allMatch(Files::isRegularFile)) {
      return new ClassArchive(Optional.empty());
    }
    String places = classPath.stream().map(ClassArchive::version).collect(Collectors.joining(":"));
    String name = Runtime.version() + "-" + Integer.toHexString(places.hashCode()) + END;
    return new ClassArchive(Optional.of(GenAi.cache().resolve("worker-classes").resolve(name)));
  }

  /** What Java compares, too. */
  private static String version(Path jar) {
    return jar + "@" + jar.toFile().length() + "@" + jar.toFile().lastModified();
  }

  /**
   * What one worker has to do with it.
   *
   * @param options of its command line
   * @param begun the file that it writes at its end, if it does
   */
  record Use(List<String> options, Optional<Path> begun) {
    static final Use NONE = new Use(List.of(), Optional.empty());
  }

  /** Decides it for a worker that is about to start. */
  Use use(String worker) {
    if (file.isEmpty()) {
      return Use.NONE;
    }
    if (Files.isReadable(file.get())) {
      return new Use(List.of("-XX:SharedArchiveFile=" + file.get()), Optional.empty());
    }
    try {
      Path folder = Files.createDirectories(file.get().getParent());
      if (!Files.isWritable(folder)) {
        return Use.NONE;
      }
      removeOld(folder);
      Path begun = folder.resolve(worker + BEGUN);
      return new Use(List.of("-XX:ArchiveClassesAtExit=" + begun), Optional.of(begun));
    } catch (IOException | UncheckedIOException e) {
      return Use.NONE;
    }
  }

  private static void removeOld(Path folder) throws IOException {
    long left = System.currentTimeMillis() - LEFT_MILLIS;
    List<Path> newest;
    try (Stream<Path> files = Files.list(folder)) {
      newest =
          files.sorted(Comparator.comparingLong((Path it) -> it.toFile().lastModified())).toList();
    }
    Set<Path> old = new HashSet<>();
    List<Path> whole = newest.stream().filter(it -> it.toString().endsWith(END)).toList();
    old.addAll(whole.subList(0, Math.max(0, whole.size() - MOST_FILES + 1)));
    newest.stream()
        .filter(it -> it.toString().endsWith(BEGUN) && it.toFile().lastModified() < left)
        .forEach(old::add);
    for (Path each : old) {
      Files.deleteIfExists(each);
    }
  }

  /** A worker that used it has ended: what it has written is whole, if it was dismissed. */
  void ended(Use use, boolean wasDismissed) {
    use.begun().ifPresent(begun -> keep(begun, wasDismissed));
  }

  private void keep(Path begun, boolean isWhole) {
    try {
      if (isWhole && Files.exists(begun)) {
        Files.move(begun, file.orElseThrow(), StandardCopyOption.ATOMIC_MOVE);
      } else {
        Files.deleteIfExists(begun);
      }
    } catch (IOException e) {
      // The next worker tries it again.
    }
  }

  /** A worker that was given it did not even start: it may be damaged. */
  void discard(Use use) {
    if (use.begun().isEmpty() && !use.options().isEmpty()) {
      try {
        Files.deleteIfExists(file.orElseThrow());
      } catch (IOException e) {
        // Somebody else's.
      }
    }
  }
}
