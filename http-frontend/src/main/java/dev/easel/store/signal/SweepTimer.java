package dev.easel.store.signal;

import dev.easel.store.failure.StoreException;
import dev.easel.store.failure.StoreFailure;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Has a store swept about once a second, by a thread of its own. A sweep that fails is logged once,
 * until one has succeeded, and tried again.
 *
 * <p><b>Ownership</b>: its store closes it, before anything that a sweep needs.
 */
public final class SweepTimer implements AutoCloseable {
  private static final long PERIOD_MILLIS = 1000;
  private static final Logger LOG = System.getLogger(SweepTimer.class.getName());

  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(SweepTimer::thread);
  private final Runnable sweep;
  private boolean isFailing;

  /** Sweeps nothing before it is started. */
  public SweepTimer(Runnable sweep) {
    this.sweep = sweep;
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "easel-store-sweep");
    thread.setDaemon(true);
    return thread;
  }

  /** Starts it. */
  public void start() {
    var unused =
        executor.scheduleWithFixedDelay(
            this::run, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void run() {
    try {
      sweep.run();
      isFailing = false;
    } catch (RuntimeException e) {
      boolean isEnd = e instanceof StoreException known && known.failure() == StoreFailure.CLOSED;
      if (!isFailing && !isEnd) {
        LOG.log(Level.WARNING, "the task store cannot be swept: " + e.getMessage());
      }
      isFailing = true;
    }
  }

  /** Waits for a sweep that runs. */
  @Override
  public void close() {
    executor.shutdown();
    try {
      if (!executor.awaitTermination(10, TimeUnit.SECONDS)) {
        LOG.log(Level.WARNING, "a sweep of the task store did not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
