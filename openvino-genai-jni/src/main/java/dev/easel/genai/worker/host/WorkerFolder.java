package dev.easel.genai.worker.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What one worker process has in the file system: a folder of its own for its socket and temporary
 * files, and two files in memory for pixels. Their names are there while they are needed and no
 * longer, so that two processes that are ended by force leave none: the socket and the pixels until
 * both sides have them open, the folder then again while a model is loaded.
 *
 * <p><b>Threads</b>: any.
 *
 * <p><b>Ownership</b>: closing removes everything.
 */
final class WorkerFolder implements AutoCloseable {
  private static final long LEAST_MEMORY_BYTES = 1L << 30;
  private static final Path TEMPORARY = Path.of("/tmp");
  private static final Path MEMORY = Path.of("/dev/shm");

  /** The kernel takes no longer names of sockets. */
  private static final int MOST_SOCKET_NAME = 100;

  private static final FileAttribute<?> OWNERS =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  /**
   * Programs that do not see each other's processes may share a folder: what is younger may be in
   * use.
   */
  private static final long LEFT_MILLIS = 600_000;

  private static final long BEGUN_MILLIS =
      ProcessHandle.current().info().startInstant().map(Instant::toEpochMilli).orElse(0L);

  private static final Pattern NAME = Pattern.compile("easel-worker-(\\d{1,10})-.*");

  private final Path path;
  private final Path fromWorker;
  private final Path toWorker;
  private int loads;
  private boolean isKept;

  private WorkerFolder(Path path, Path fromWorker, Path toWorker) {
    this.path = path;
    this.fromWorker = fromWorker;
    this.toWorker = toWorker;
  }

  /** Makes one, which only this user can read. */
  static WorkerFolder create() throws IOException {
    String prefix = "easel-worker-" + ProcessHandle.current().pid() + "-";
    Path path = Files.createTempDirectory(prefix);
    if (path.toString().length() > MOST_SOCKET_NAME - "/socket".length()) {
      Files.delete(path);
      path = Files.createTempDirectory(TEMPORARY, prefix);
    }
    try {
      Path pixels = hasRoom(MEMORY) ? MEMORY : path;
      Path from = Files.createTempFile(pixels, prefix, ".from");
      try {
        return new WorkerFolder(path, from, Files.createTempFile(pixels, prefix, ".to"));
      } catch (IOException e) {
        Files.delete(from);
        throw e;
      }
    } catch (IOException e) {
      remove(path);
      throw e;
    }
  }

  /** A container may have 64 MB there, which a few large images fill. */
  private static boolean hasRoom(Path memory) {
    try {
      return Files.isWritable(memory)
          && Files.getFileStore(memory).getUsableSpace() >= LEAST_MEMORY_BYTES;
    } catch (IOException e) {
      return false;
    }
  }

  /** Removes what programs have left behind that were ended by force, with their workers. */
  static void removeLeftovers() {
    Path own = Path.of(System.getProperty("java.io.tmpdir"));
    for (Path place : new LinkedHashSet<>(List.of(own, TEMPORARY, MEMORY))) {
      try (Stream<Path> files = Files.list(place)) {
        files.filter(WorkerFolder::isLeft).forEach(WorkerFolder::remove);
      } catch (IOException | UncheckedIOException e) {
        // Another user's, or not there.
      }
    }
  }

  private static boolean isLeft(Path file) {
    Matcher name = NAME.matcher(file.getFileName().toString());
    return name.matches()
        && !isAlive(Long.parseLong(name.group(1)))
        && file.toFile().lastModified() < BEGUN_MILLIS - LEFT_MILLIS
        && Files.isWritable(file);
  }

  /** In a container, another program may have had this one's number before. */
  private static boolean isAlive(long process) {
    return process != ProcessHandle.current().pid() && ProcessHandle.of(process).isPresent();
  }

  Path path() {
    return path;
  }

  Path socket() {
    return path.resolve("socket");
  }

  /** What the worker writes pixels to. */
  Path fromWorker() {
    return fromWorker;
  }

  /** What the worker reads pixels from. */
  Path toWorker() {
    return toWorker;
  }

  List<String> arguments() {
    return List.of(socket().toString(), fromWorker.toString(), toWorker.toString());
  }

  /** Both sides have everything open: from now on nothing is left when both are ended by force. */
  void forgetNames() {
    remove(path);
    remove(fromWorker);
    remove(toWorker);
  }

  /**
   * Copies of LoRA adapters go here while they are opened, and folders of links to a model's files
   * for as long as it is loaded.
   */
  synchronized void beginLoad() throws IOException {
    if (loads == 0 && !isKept) {
      Files.createDirectory(path, OWNERS); // which fails where somebody else has made it
    }
    loads++;
  }

  synchronized void endLoad() {
    loads--;
    if (loads == 0) {
      List<Path> files = list(path);
      isKept = files.stream().anyMatch(Files::isDirectory);
      if (isKept) {
        files.stream().filter(each -> !Files.isDirectory(each)).forEach(WorkerFolder::remove);
      } else {
        remove(path);
      }
    }
  }

  private static List<Path> list(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    } catch (IOException | UncheckedIOException e) {
      return List.of(); // it is gone already
    }
  }

  @Override
  public void close() {
    forgetNames();
  }

  /** A file, or a folder with all that is in it. */
  private static void remove(Path path) {
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      // It is gone already, or somebody else's.
    }
  }
}
