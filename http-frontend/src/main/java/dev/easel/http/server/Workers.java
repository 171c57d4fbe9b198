package dev.easel.http.server;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The threads beside the event loops; their lines are bounded, and full lines refuse. */
final class Workers implements AutoCloseable {

  private static final int MOST_WORK = 4096;
  private static final int MOST_WAITS = 16;

  private final ExecutorService worker;
  private final ExecutorService waiter;

  Workers(int threads) {
    this.worker = pool("easel-work", threads, MOST_WORK);
    this.waiter = pool("easel-wait", 1, MOST_WAITS);
  }

  private static ExecutorService pool(String name, int threads, int line) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(line),
            new DefaultThreadFactory(name, true));
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /** For what is too long for an event loop and waits for nothing. */
  Executor worker() {
    return worker;
  }

  /** For what waits. */
  Executor waiter() {
    return waiter;
  }

  @Override
  public void close() {
    worker.shutdown();
    waiter.shutdown();
  }
}
