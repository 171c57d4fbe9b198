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

  /** Health, models and metrics come at once, also while all others take bodies apart. */
  private static final int TELLERS = 2;

  private final ThreadPoolExecutor worker;
  private final ThreadPoolExecutor teller;
  private final ThreadPoolExecutor waiter;

  Workers(int threads) {
    this.worker = pool("easel-work", threads, MOST_WORK);
    this.teller = pool("easel-tell", TELLERS, MOST_WORK);
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

  /** For bodies that are too long for an event loop. */
  Executor worker() {
    return worker;
  }

  /** For what is answered without a body and may be too long for an event loop. */
  Executor teller() {
    return teller;
  }

  /** For what waits. */
  Executor waiter() {
    return waiter;
  }

  /** How long each line is at the moment. */
  Map<String, IntSupplier> queues() {
    return Map.of(
        "http_work",
        () -> worker.getQueue().size(),
        "http_tell",
        () -> teller.getQueue().size(),
        "http_wait",
        () -> waiter.getQueue().size());
  }

  @Override
  public void close() {
    worker.shutdown();
    teller.shutdown();
    waiter.shutdown();
  }
}
