package dev.easel.http.store;

import dev.easel.calculators.http.ImageStoreException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The threads that wait for a store, so that no graph and no connection does.
 *
 * <p>Who asks gets a stage and waits for it without a thread. It is completed by the thread that
 * did the work, or as a failure once the time is over, also while the work still waits for a thread
 * or its thread hangs. Work whose time is over before it has begun is dropped.
 *
 * <p><b>Threads</b>: any thread may ask.
 *
 * <p><b>Ownership</b>: the store that opened it closes it.
 */
public final class StoreThreads implements AutoCloseable {

  private final ThreadPoolExecutor pool;
  private final Duration limit;

  /**
   * Threads of a store.
   *
   * @param threads how many wait at once
   * @param line how many askers may wait for a thread
   * @param limit how long a piece of work may take, waiting included
   */
  public StoreThreads(int threads, int line, Duration limit) {
    ThreadFactory daemons =
        work -> {
          Thread thread = new Thread(work, "easel-store");
          thread.setDaemon(true);
          return thread;
        };
    pool =
        new ThreadPoolExecutor(
            threads, threads, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(line), daemons);
    pool.allowCoreThreadTimeOut(true);
    this.limit = limit;
  }

  /** Does the work on one of the threads. */
  public <T> CompletionStage<T> run(Callable<T> work) {
    CompletableFuture<T> done = new CompletableFuture<>();
    try {
      pool.execute(() -> complete(done, work));
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(
          ImageStoreException.unavailable(
              "the store of pictures is busy; ask for b64_json, or try again", e));
    }
    return done.orTimeout(limit.toNanos(), TimeUnit.NANOSECONDS)
        .exceptionally(
            failure -> {
              throw new CompletionException(told(failure));
            });
  }

  private static <T> void complete(CompletableFuture<T> done, Callable<T> work) {
    if (done.isDone()) {
      return;
    }
    try {
      done.complete(work.call());
    } catch (Exception | Error e) {
      done.completeExceptionally(e);
    }
  }

  private Throwable told(Throwable failure) {
    return failure instanceof TimeoutException
        ? ImageStoreException.unavailable(
            "the store of pictures did not answer within %d s; ask for b64_json, or try again"
                .formatted(limit.toSeconds()),
            failure)
        : failure;
  }

  /** Takes no more work and interrupts what waits. */
  @Override
  public void close() {
    pool.shutdownNow();
  }
}
