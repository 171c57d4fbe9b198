package dev.easel.genai.worker.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
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
  private static final Path MEMORY = Path.of("/dev/shm");

  /** The kernel takes no longer names of sockets. */
  private static final int MOST_SOCKET_NAME = 100;

  private static final FileAttribute<?> OWNERS =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private static final Pattern NAME = Pattern.compile("easel-worker-(\\d+)-.*");

  private final Path path;
  private final Path fromWorker;
  private final Path toWorker;
  private int loads;

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
      path = Files.createTempDirectory(Path.of("/tmp"), prefix);
    }
    Path pixels = Files.isWritable(MEMORY) ? MEMORY : path;
    return new WorkerFolder(
        path,
        Files.createTempFile(pixels, prefix, ".from"),
        Files.createTempFile(pixels, prefix, ".to"));
  }

  /** Removes what programs have left behind that were ended by force, with their workers. */
  static void removeLeftovers() {
    for (Path place : List.of(Path.of(System.getProperty("java.io.tmpdir")), MEMORY)) {
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
        && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty()
        && Files.isWritable(file);
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

  /** Copies of LoRA adapters go here while they are opened. */
  synchronized void beginLoad() throws IOException {
    loads++;
    Files.createDirectories(path, OWNERS);
  }

  synchronized void endLoad() {
    loads--;
    if (loads == 0) {
      remove(path);
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
