package dev.easel.cli.author;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Says when files have changed, by looking at them: that works on every file system, and an editor
 * that writes a file in several steps is heard of once.
 *
 * <p><b>Ownership</b>: whoever opened it closes it.
 */
final class SourceWatch implements AutoCloseable {
  private static final long LOOK_MILLIS = 250;

  private final List<Path> folders;
  private final Runnable changed;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread made = new Thread(task, "easel-dev-watch");
            made.setDaemon(true);
            return made;
          });
  private Map<Path, Look> built;
  private Map<Path, Look> last;

  /** What a file looked like. */
  private record Look(long size, long modifiedMillis) {}

  private SourceWatch(List<Path> folders, Runnable changed) {
    this.folders = folders;
    this.changed = changed;
    built = look();
    last = built;
  }

  /**
   * Calls {@code changed}, on a thread of its own, after files below these folders have changed.
   */
  static SourceWatch open(List<Path> folders, Runnable changed) {
    SourceWatch watch = new SourceWatch(folders, changed);
    var unused =
        watch.thread.scheduleWithFixedDelay(
            watch::tell, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    return watch;
  }

  private void tell() {
    Map<Path, Look> now;
    try {
      now = look();
    } catch (UncheckedIOException e) {
      return; // a file went away in between: the next look tells
    }
    boolean isQuiet = now.equals(last);
    last = now;
    if (isQuiet && !now.equals(built)) {
      built = now;
      changed.run();
    }
  }

  private Map<Path, Look> look() {
    Map<Path, Look> found = new TreeMap<>();
    try {
      for (Path folder : folders) {
        for (Path file : ProjectBuild.files(folder)) {
          BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
          found.put(file, new Look(now.size(), now.lastModifiedTime().toMillis()));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
