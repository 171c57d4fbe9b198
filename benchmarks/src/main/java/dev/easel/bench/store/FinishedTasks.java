package dev.easel.bench.store;

import dev.easel.store.sqlite.SqliteSettings;
import dev.easel.store.sqlite.SqliteStore;
import dev.easel.store.task.Lease;
import dev.easel.store.task.TaskQuery;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What very many finished tasks cost: the size of the database, how long it takes to open, the heap
 * that the store then holds, and how long listing, finding and a new task's three changes take.
 */
public final class FinishedTasks {
  private static final int OWNERS = 10;
  private static final int THREADS = 256;
  private static final int ROUNDS = 200;

  private final Path folder;

  private FinishedTasks(Path folder) {
    this.folder = folder;
  }

  /** Folder, number of tasks. */
  public static void main(String[] args) throws Exception {
    new FinishedTasks(Path.of(args[0]).resolve("finished")).measure(Integer.parseInt(args[1]));
  }

  private void measure(int count) throws Exception {
    long start = System.nanoTime();
    try (SqliteStore store = SqliteStore.open(SqliteSettings.of(folder))) {
      fill(store, count);
    }
    System.out.printf(
        Locale.ROOT,
        "%d tasks were finished in %.0f s%n",
        count,
        (System.nanoTime() - start) / 1e9);
    System.out.printf(
        Locale.ROOT, "the database has %.0f MB%n", Files.size(folder.resolve("tasks.db")) / 1e6);
    long before = usedBytes();
    start = System.nanoTime();
    try (SqliteStore store = SqliteStore.open(SqliteSettings.of(folder))) {
      System.out.printf(Locale.ROOT, "opened in %.0f ms%n", (System.nanoTime() - start) / 1e6);
      show("the newest 20 of an owner", () -> store.tasks().list(query(Optional.empty())));
      String deep = deep(store);
      show("20 in the middle", () -> store.tasks().list(query(Optional.of(deep))));
      show("one", () -> store.tasks().find(deep));
      show("submit, claim and complete", () -> once(store, "owner-0"));
      System.out.printf(
          Locale.ROOT, "heap that the open store holds: %.1f MB%n", (usedBytes() - before) / 1e6);
    }
  }

  private static void fill(SqliteStore store, int count) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      AtomicInteger done = new AtomicInteger();
      Callable<Boolean> work =
          () -> {
            for (int i = done.getAndIncrement(); i < count; i = done.getAndIncrement()) {
              once(store, "owner-" + i % OWNERS);
            }
            return true;
          };
      List<Callable<Boolean>> all = java.util.Collections.nCopies(THREADS, work);
      for (Future<Boolean> each : threads.invokeAll(all)) {
        each.get();
      }
    } finally {
      threads.shutdown();
    }
  }

  private static boolean once(SqliteStore store, String owner) {
    store.tasks().submit(TaskLoad.task(owner));
    Optional<Lease> lease = store.tasks().claim(owner, Set.of("shapes"), Duration.ofMinutes(5));
    return lease.isPresent() && store.tasks().complete(lease.orElseThrow(), TaskLoad.result());
  }

  private static TaskQuery query(Optional<String> after) {
    return new TaskQuery("owner-0", Optional.empty(), after, 20);
  }

  /** The id of an owner's task with thousands before and after it. */
  private static String deep(SqliteStore store) {
    String id = "";
    for (int page = 0; page < 50; page++) {
      Optional<String> after = id.isEmpty() ? Optional.empty() : Optional.of(id);
      var tasks =
          store.tasks().list(new TaskQuery("owner-0", Optional.empty(), after, 1000)).tasks();
      if (tasks.isEmpty()) {
        return id;
      }
      id = tasks.get(tasks.size() - 1).id();
    }
    return id;
  }

  private static void show(String what, Callable<?> call) throws Exception {
    long[] nanos = new long[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      long start = System.nanoTime();
      call.call();
      nanos[i] = System.nanoTime() - start;
    }
    Arrays.sort(nanos);
    System.out.printf(
        Locale.ROOT,
        "%-28s %7.3f ms (median), %7.3f ms (99 %%)%n",
        what,
        nanos[ROUNDS / 2] / 1e6,
        nanos[ROUNDS * 99 / 100] / 1e6);
  }

  private static long usedBytes() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
