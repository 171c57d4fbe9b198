package dev.easel.bench.store;

import dev.easel.store.redis.RedisSettings;
import dev.easel.store.redis.RedisStore;
import dev.easel.store.task.TaskLimits;
import java.time.Duration;
import java.util.Locale;

/** Changes a second of a Redis, from one process. */
public final class SharedChanges {
  private SharedChanges() {}

  /** Address, submitters, seconds of a round, rounds. */
  public static void main(String[] args) {
    int submitters = Integer.parseInt(args[1]);
    RedisSettings settings =
        new RedisSettings(args[0], "bench", TaskLimits.DEFAULT, Duration.ofSeconds(10));
    System.out.printf("%d submitters, each waits for its own change%n", submitters);
    System.out.println("changes/s   median ms   99 % ms");
    for (int i = 0; i < Integer.parseInt(args[3]); i++) {
      try (RedisStore store = RedisStore.open(settings)) {
        TaskLoad.Rate rate =
            new TaskLoad(store).run(submitters, Duration.ofSeconds(Long.parseLong(args[2])));
        System.out.printf(
            Locale.ROOT,
            "%9.0f   %9.2f   %7.2f%n",
            rate.changes(),
            rate.millis(0.5),
            rate.millis(0.99));
      }
    }
  }
}
