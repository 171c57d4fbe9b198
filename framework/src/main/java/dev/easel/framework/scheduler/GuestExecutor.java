package dev.easel.framework.scheduler;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * An executor that the application gave, of which nothing is known: it may run a task on the thread
 * that hands it over, and its threads cannot be replaced. While a thread of it hangs in a
 * calculator that was given up, tasks are offered to a thread of our own as well; whichever comes
 * first runs them.
 *
 * <p><b>Threads:</b> any.
 *
 * <p><b>Ownership:</b> the executor stays the application's; threads that stand in end by
 * themselves.
 */
public final class GuestExecutor implements Executor {
  private static final int MOST_STAND_INS = 64;

  private final Executor executor;
  private final String name;
  private final AtomicInteger stuck = new AtomicInteger();
  private @Nullable WorkerPool standIns;

  /** Wraps {@code executor}; {@code name} is what threads that stand in are named after. */
  public GuestExecutor(Executor executor, String name) {
    this.executor = executor;
    this.name = name;
  }

  /** The same executor, wrapped once: all graphs that have it know of threads that hang. */
  public static Executor of(Executor executor, String name) {
    return executor instanceof WorkerPool || executor instanceof GuestExecutor
        ? executor
        : new GuestExecutor(executor, name.isEmpty() ? "easel" : "easel-" + name);
  }

  /** Whether this stands for {@code other}. */
  public boolean wraps(Executor other) {
    return executor == other;
  }

  @Override
  public void execute(Runnable task) {
    executor.execute(task);
  }

  /**
   * Has the executor run a task.
   *
   * @return whether the task is left to the caller, because the executor would have run it on the
   *     caller's thread, in the middle of what the caller is doing
   */
  public boolean submit(Runnable task) {
    Errand errand = new Errand(task, stuck.get() > 0);
    errand.submitter = Thread.currentThread();
    try {
      executor.execute(errand);
    } catch (RejectedExecutionException e) {
      if (!errand.isShared) {
        throw e;
      }
    } finally {
      errand.submitter = null;
    }
    if (!errand.isInline && errand.isShared) {
      standIns().execute(errand);
    }
    return errand.isInline;
  }

  /**
   * Has the executor run a task on any thread but the caller's, and without making the caller wait:
   * what it does when a task is handed over is not known.
   */
  public void offer(Runnable task) {
    Thread messenger =
        new Thread(
            () -> {
              try {
                if (submit(task)) {
                  task.run();
                }
              } catch (RejectedExecutionException e) {
                // The application has closed it.
              }
            },
            name + "-offer");
    messenger.setDaemon(true);
    messenger.start();
  }

  private synchronized WorkerPool standIns() {
    WorkerPool pool = standIns;
    if (pool == null) {
      pool = new WorkerPool(name + "-stand-in", MOST_STAND_INS);
      standIns = pool;
    }
    return pool;
  }

  /** A thread of the executor does not come back: interrupts it. */
  public void stuck(Thread thread) {
    stuck.incrementAndGet();
    thread.interrupt();
  }

  /** A thread that was given up has come back after all. */
  public void cameBack() {
    stuck.decrementAndGet();
  }

  /** One task on its way. */
  private static final class Errand implements Runnable {
    private final Runnable task;
    private final boolean isShared;
    private final AtomicBoolean claimed = new AtomicBoolean();

    // Both plain: a thread that is not the one in here never finds itself, however old what it
    // reads is, and the one that is wrote it.
    private @Nullable Thread submitter;
    private boolean isInline;

    Errand(Runnable task, boolean isShared) {
      this.task = task;
      this.isShared = isShared;
    }

    @Override
    public void run() {
      if (!claimed.compareAndSet(false, true)) {
        return;
      }
      if (submitter == Thread.currentThread()) {
        isInline = true;
      } else {
        task.run();
      }
    }
  }
}
