package dev.easel.serving.file;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * Looks, while a model is loaded, how much of its files is read.
 *
 * <p>Native code maps the files of weights and reads them page by page. The kernel tells how many
 * pages of a mapping are in a process; the processes are this one and those that it has started. A
 * file that was mapped and is not any more counts as read. What is read in other ways, such as
 * small files, and compiled models from a cache, is not seen. What was mapped before, for an
 * earlier load of the same files, does not count.
 *
 * <p><b>Threads</b>: one of its own, which looks twice a second; {@link #begin} is called before it
 * starts.
 *
 * <p><b>Ownership</b>: whoever began it ends it; nothing is told afterwards.
 */
public final class ReadFiles implements AutoCloseable {

  private static final long LOOK_MILLIS = 500;
  private static final int KIBIBYTE = 1024;

  /** Where a line of a mapping has its path. */
  private static final int FIELDS = 6;

  private final Map<String, Long> sizes;
  private final LongConsumer listener;
  private final Set<Mapping> before = new HashSet<>();
  private final Map<String, Long> read = new HashMap<>();
  private boolean isClosed;

  private record Mapping(long process, String file) {}

  /**
   * Files of which nothing is read yet.
   *
   * @param listener told after each look
   */
  ReadFiles(Map<Path, Long> files, LongConsumer listener) {
    this.listener = listener;
    sizes = new HashMap<>();
    files.forEach((file, size) -> real(file).ifPresent(path -> sizes.put(path, size)));
  }

  private static Optional<String> real(Path file) {
    try {
      return Optional.of(file.toRealPath().toString());
    } catch (IOException e) {
      return Optional.empty(); // it has gone; who loads it will say so
    }
  }

  /** Begins to look, the first time in a while: a load that is soon over is not looked at. */
  public static ReadFiles watch(Map<Path, Long> files, LongConsumer listener) {
    ReadFiles watched = new ReadFiles(files, listener);
    watched.begin(); // before anything of this load can be mapped
    Thread thread = new Thread(watched::goOn, "easel-load-progress");
    thread.setDaemon(true);
    thread.start();
    return watched;
  }

  private void goOn() {
    while (pause()) {
      look();
    }
  }

  /** Waits; false when the load is over. */
  private synchronized boolean pause() {
    long end = System.nanoTime() + LOOK_MILLIS * 1_000_000;
    for (long left = LOOK_MILLIS; left > 0 && !isClosed; ) {
      try {
        wait(left);
      } catch (InterruptedException e) {
        return false;
      }
      left = (end - System.nanoTime()) / 1_000_000;
    }
    return !isClosed;
  }

  /** Leaves out what is mapped already. */
  void begin() {
    before.addAll(mapped().keySet());
  }

  /** Looks once. */
  void look() {
    Map<String, Long> now = new HashMap<>();
    mapped()
        .forEach(
            (mapping, bytes) -> {
              if (!before.contains(mapping)) {
                now.merge(mapping.file(), bytes, Math::max);
              }
            });
    read.replaceAll((file, bytes) -> now.containsKey(file) ? bytes : whole(file));
    now.forEach((file, bytes) -> read.merge(file, Math.min(bytes, whole(file)), Math::max));
    long sum = read.values().stream().mapToLong(Long::longValue).sum();
    synchronized (this) {
      if (!isClosed) {
        listener.accept(sum);
      }
    }
  }

  private long whole(String file) {
    return sizes.getOrDefault(file, 0L);
  }

  /** What of the files is in which process, in bytes. */
  private Map<Mapping, Long> mapped() {
    Map<Mapping, Long> found = new HashMap<>();
    ProcessHandle self = ProcessHandle.current();
    try (Stream<ProcessHandle> started = self.descendants()) {
      Stream.concat(Stream.of(self), started).forEach(process -> add(process.pid(), found));
    }
    return found;
  }

  private void add(long process, Map<Mapping, Long> found) {
    try {
      Path folder = Path.of("/proc", String.valueOf(process));
      // The pages are counted only where there is something to count: that takes the kernel longer.
      if (hasAny(folder.resolve("maps"))) {
        count(process, folder.resolve("smaps"), found);
      }
    } catch (IOException | UncheckedIOException e) {
      // It has ended, or nobody may look at it; or there is no /proc.
    }
  }

  private boolean hasAny(Path maps) throws IOException {
    try (Stream<String> lines = Files.lines(maps)) {
      return lines.anyMatch(line -> sizes.containsKey(file(line)));
    }
  }

  private void count(long process, Path smaps, Map<Mapping, Long> found) throws IOException {
    try (BufferedReader lines = Files.newBufferedReader(smaps)) {
      String file = "";
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("Rss:")) {
          if (sizes.containsKey(file)) {
            found.merge(new Mapping(process, file), resident(line), Long::sum);
          }
        } else if (!Character.isUpperCase(line.charAt(0))) {
          file = file(line);
        }
      }
    }
  }

  private static String file(String line) {
    String[] fields = line.split(" +", FIELDS);
    return fields.length == FIELDS ? fields[FIELDS - 1] : "";
  }

  private static long resident(String line) {
    String[] fields = line.split(" +", -1);
    return Long.parseLong(fields[1]) * KIBIBYTE;
  }

  @Override
  public synchronized void close() {
    isClosed = true;
    notifyAll();
  }
}
