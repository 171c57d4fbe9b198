package dev.easel.http.server;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/** The threads beside the event loops; their queues are bounded, and full queues refuse. */
final class Workers implements AutoCloseable {

  private static final int MOST_WORK = 4096;
  private static final int MOST_WAITS = 16;

  private final ThreadPoolExecutor worker;
  private final ThreadPoolExecutor waiter;

  Workers(int threads) {
    this.worker = pool("easel-work", threads, MOST_WORK);
    this.waiter = pool("easel-wait", 1, MOST_WAITS);
  }

  private static ThreadPoolExecutor pool(String name, int threads, int line) {
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

  /** How long each line is at the moment. */
  Map<String, IntSupplier> queues() {
    return Map.of(
        "http_work", () -> worker.getQueue().size(), "http_wait", () -> waiter.getQueue().size());
  }

  @Override
  public void close() {
    worker.shutdown();
    waiter.shutdown();
  }
}
