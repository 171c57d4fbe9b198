package dev.easel.framework.storm;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Storms, one after another; the one that breaks something names its seed. */
class StormTest {
  private static final String SEED = "easel.storm.seed";

  @Test
  @Timeout(120)
  void tenThousandOperationsBreakNothing() {
    storms(Long.getLong(SEED, 1), 10_000);
  }

  @Test
  @Tag("stress")
  @Timeout(7200)
  void aMillionOperationsBreakNothing() {
    storms(Long.getLong(SEED, System.nanoTime()), 1_000_000);
  }

  private static void storms(long firstSeed, long count) {
    ExecutorService pool =
        Executors.newFixedThreadPool(
            2,
            task -> {
              Thread thread = new Thread(task, "storm-pool");
              thread.setDaemon(true);
              return thread;
            });
    try {
      AtomicLong operations = new AtomicLong();
      for (long seed = firstSeed; operations.get() < count; seed++) {
        Storm.pass(seed, pool, operations);
      }
    } finally {
      pool.shutdownNow();
    }
  }
}
