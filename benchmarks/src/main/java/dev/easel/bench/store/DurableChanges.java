package dev.easel.bench.store;

import dev.easel.store.journal.ChangeWriter;
import dev.easel.store.journal.HandOver;
import dev.easel.store.journal.RingHandOver;
import dev.easel.store.sqlite.SqliteSettings;
import dev.easel.store.sqlite.SqliteStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Durable changes a second of the embedded store, handed to its writer through the Disruptor and
 * through a list under a lock, in turn. Also prints what the disk alone can do: how long it takes
 * to have a page of a log on it.
 */
public final class DurableChanges {
  private final Path folder;
  private final int submitters;
  private final Duration time;

  private DurableChanges(Path folder, int submitters, Duration time) {
    this.folder = folder;
    this.submitters = submitters;
    this.time = time;
  }

  /** Folder, submitters, seconds of a round, rounds. */
  public static void main(String[] args) {
    DurableChanges bench =
        new DurableChanges(
            Path.of(args[0]),
            Integer.parseInt(args[1]),
            Duration.ofSeconds(Long.parseLong(args[2])));
    bench.measure(Integer.parseInt(args[3]));
  }

  private void measure(int rounds) {
    double sync = DiskSync.micros(folder);
    System.out.printf(
        Locale.ROOT, "one synchronous write of 4 KiB on this disk: %.0f us (median)%n", sync);
    System.out.printf("%d submitters, each waits for its own commit%n", submitters);
    System.out.println("hand-over   changes/s   median ms   99 % ms");
    List<Double> ring = new ArrayList<>();
    List<Double> lock = new ArrayList<>();
    round(() -> new RingHandOver<>("writer")); // The first warms both up.
    for (int i = 0; i < rounds; i++) {
      ring.add(show("Disruptor", round(() -> new RingHandOver<>("writer"))));
      lock.add(show("lock", round(LockHandOver::new)));
    }
    System.out.printf(
        Locale.ROOT,
        "medians: Disruptor %.0f, lock %.0f changes/s; aimed at: 5000%n",
        median(ring),
        median(lock));
  }

  private static double show(String name, TaskLoad.Rate rate) {
    System.out.printf(
        Locale.ROOT,
        "%-9s   %9.0f   %9.2f   %7.2f%n",
        name,
        rate.changes(),
        rate.millis(0.5),
        rate.millis(0.99));
    return rate.changes();
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElse(0.0);
  }

  private TaskLoad.Rate round(Supplier<HandOver<ChangeWriter.Pending<?>>> line) {
    Path round = folder.resolve("round");
    try (SqliteStore store = SqliteStore.open(SqliteSettings.of(round), line.get())) {
      return new TaskLoad(store).run(submitters, time);
    } finally {
      remove(round);
    }
  }

  private static void remove(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
