package dev.easel.cli;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that all runs share. There are more than cores, because a calculator that waits for a
 * device holds its thread and must not keep other requests from being read or refused.
 */
final class GraphThreads {
  private static final int LEAST = 16;
  private static final int PER_CORE = 4;
  private static final int KEEP_SECONDS = 60;

  private GraphThreads() {}

  static Executor shared() {
    int threads = Math.max(LEAST, PER_CORE * Runtime.getRuntime().availableProcessors());
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            KEEP_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            named("easel-graph-"));
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  private static ThreadFactory named(String prefix) {
    AtomicInteger count = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, prefix + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
