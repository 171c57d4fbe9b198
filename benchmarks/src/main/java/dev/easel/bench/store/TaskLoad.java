package dev.easel.bench.store;

import dev.easel.store.DurableStore;
import dev.easel.store.task.Lease;
import dev.easel.store.task.NewTask;
import dev.easel.store.task.TaskBody;
import dev.easel.store.task.TaskPriority;
import dev.easel.store.task.TaskStore;
import dev.easel.store.task.TaskTerms;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Many threads, each of which submits a task, takes one and completes it, and waits for each
 * change.
 */
final class TaskLoad {
  private static final byte[] REQUEST =
      "{\"model\": \"shapes\", \"prompt\": \"a red circle\", \"size\": \"512x512\"}"
          .getBytes(StandardCharsets.UTF_8);
  private static final byte[] RESULT =
      "{\"created\": 1779912000, \"data\": [{\"url\": \"http://127.0.0.1:9000/v1/images/0123456789\"}]}"
          .getBytes(StandardCharsets.UTF_8);
  private static final Duration LEASE = Duration.ofMinutes(1);

  private final TaskStore tasks;

  TaskLoad(DurableStore store) {
    tasks = store.tasks();
  }

  /**
   * What was measured.
   *
   * @param changes how many changes a second were durable
   * @param waits how long each took to be, in nanoseconds, in rising order
   */
  @SuppressWarnings("ArrayRecordComponent") // No two rates are compared.
  record Rate(double changes, long[] waits) {
    double millis(double part) {
      return waits[(int) (part * (waits.length - 1))] / 1e6;
    }
  }

  static NewTask task(String owner) {
    return new NewTask(
        new TaskTerms(
            owner,
            "shapes",
            "shapes",
            TaskPriority.INTERACTIVE,
            "",
            "",
            Optional.empty(),
            Duration.ofDays(1),
            Duration.ofDays(1)),
        new TaskBody("/v1/images/generations", "application/json", REQUEST),
        Optional.empty());
  }

  static byte[] result() {
    return RESULT;
  }

  Rate run(int submitters, Duration time) {
    ExecutorService threads = Executors.newFixedThreadPool(submitters);
    try {
      long start = System.nanoTime();
      long end = start + time.toNanos();
      List<Future<long[]>> all = new ArrayList<>();
      for (int i = 0; i < submitters; i++) {
        String owner = "owner-" + i;
        all.add(threads.submit(() -> work(owner, end)));
      }
      List<long[]> waits = new ArrayList<>();
      for (Future<long[]> each : all) {
        waits.add(each.get());
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      long[] sorted = waits.stream().flatMapToLong(Arrays::stream).sorted().toArray();
      return new Rate(sorted.length / seconds, sorted);
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    } finally {
      threads.shutdownNow();
    }
  }

  private long[] work(String owner, long end) {
    long[] waits = new long[1024];
    int count = 0;
    while (System.nanoTime() < end) {
      waits = count + 3 > waits.length ? Arrays.copyOf(waits, waits.length * 2) : waits;
      long before = System.nanoTime();
      tasks.submit(task(owner));
      long submitted = System.nanoTime();
      waits[count++] = submitted - before;
      Optional<Lease> lease = tasks.claim(owner, Set.of("shapes"), LEASE);
      if (lease.isPresent()) {
        long claimed = System.nanoTime();
        waits[count++] = claimed - submitted;
        if (!tasks.complete(lease.orElseThrow(), RESULT)) {
          throw new IllegalStateException("a lease of a minute was lost");
        }
        waits[count++] = System.nanoTime() - claimed;
      }
    }
    return Arrays.copyOf(waits, count);
  }
}
