package dev.easel.framework.scheduler;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A number of daemon threads, started when they are needed. A thread that finds nothing to do looks
 * again for a moment before it sleeps, and ends when nothing came for a while: a pool that nobody
 * closes leaves no threads behind.
 *
 * <p><b>Threads:</b> any.
 *
 * <p><b>Ownership:</b> whoever made it closes it; tasks that wait are still run.
 */
public final class WorkerPool implements Executor, AutoCloseable {
  /**
   * How long a thread sleeps before it ends; starting one anew takes a fraction of a millisecond.
   */
  private static final long KEPT_NANOS = 2_000_000_000;

  private final Options options;
  private final AtomicInteger numbers = new AtomicInteger();
  private final AtomicInteger waiting = new AtomicInteger();
  private final IdleThreads idle = new IdleThreads();
  private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
  private final ArrayDeque<Worker> sleepers = new ArrayDeque<>();
  private final List<Worker> workers = new ArrayList<>();
  private volatile boolean closed;

  /** Since when tasks wait and no thread has taken one; 0 while none has to wait. */
  private volatile long stalledSince;

  /**
   * How the threads are made.
   *
   * @param name what their names start with
   * @param threads how many there are
   * @param stackBytes the size of their stacks, 0 for the machine's default
   * @param priority one of {@link Thread}'s priorities
   */
  public record Options(String name, int threads, long stackBytes, int priority) {
    /** Checks the numbers. */
    public Options {
      if (threads < 1) {
        throw new IllegalArgumentException("threads: " + threads);
      }
    }
  }

  /** A pool of {@code threads} threads. */
  public WorkerPool(String name, int threads) {
    this(new Options(name, threads, 0, Thread.NORM_PRIORITY));
  }

  /** A pool. */
  public WorkerPool(Options options) {
    this.options = options;
  }

  /** How many threads there are. */
  public int width() {
    return options.threads();
  }

  /** Whether a task waits for a thread. */
  public boolean hasWaiting() {
    return waiting.get() > 0;
  }

  @Override
  public void execute(Runnable task) {
    Worker wake;
    synchronized (tasks) {
      if (closed) {
        throw new RejectedExecutionException("closed: " + options.name());
      }
      tasks.add(task);
      waiting.incrementAndGet();
      wake = sleepers.poll();
      if (wake == null && workers.size() < options.threads()) {
        startWorker();
      } else if (wake == null && stalledSince == 0) {
        stalledSince = now();
      }
    }
    if (wake != null) {
      LockSupport.unpark(wake);
    }
  }

  private void startWorker() {
    Worker worker = new Worker(options.name() + "-" + numbers.incrementAndGet());
    workers.add(worker);
    worker.start();
  }

  private static long now() {
    return Math.max(1, System.nanoTime());
  }

  /** For how long tasks have been waiting without any thread taking one. */
  public Duration stalledFor() {
    long since = stalledSince;
    return since == 0 ? Duration.ZERO : Duration.ofNanos(Math.max(0, now() - since));
  }

  /** The threads as they are now. */
  public List<Thread> threads() {
    synchronized (tasks) {
      return List.copyOf(workers);
    }
  }

  /** Takes a task out, under the lock. */
  private @Nullable Runnable take() {
    Runnable task = tasks.poll();
    if (task != null) {
      waiting.decrementAndGet();
      if (stalledSince != 0) {
        stalledSince = tasks.isEmpty() ? 0 : now();
      }
    }
    return task;
  }

  /** Gives up on a thread that does not come back: interrupts it, and another takes its place. */
  public boolean replace(Thread stuck) {
    synchronized (tasks) {
      if (!workers.remove(stuck)) {
        return false;
      }
      ((Worker) stuck).lost = true;
      if (!closed && waiting.get() > 0) {
        startWorker();
      }
    }
    stuck.interrupt();
    return true;
  }

  /** Lets the threads end when nothing waits any more; does not wait for them. */
  @Override
  public void close() {
    List<Worker> all;
    synchronized (tasks) {
      closed = true;
      sleepers.clear();
      all = List.copyOf(workers);
    }
    all.forEach(LockSupport::unpark);
  }

  private @Nullable Runnable poll() {
    if (waiting.get() == 0) {
      return null;
    }
    synchronized (tasks) {
      return take();
    }
  }

  // The priority is the graph author's choice, as with any thread pool.
  @SuppressWarnings("ThreadPriorityCheck")
  private final class Worker extends Thread {
    private volatile boolean lost;

    Worker(String name) {
      super(null, null, name, options.stackBytes());
      setDaemon(true);
      setPriority(options.priority());
    }

    @Override
    public void run() {
      while (!lost) {
        Runnable task = next();
        if (task == null) {
          return;
        }
        run(task);
      }
    }

    private void run(Runnable task) {
      try {
        task.run();
      } catch (RuntimeException | Error e) {
        getUncaughtExceptionHandler().uncaughtException(this, e);
      }
    }

    private @Nullable Runnable next() {
      IdleStrategy strategy = new IdleStrategy(idle);
      do {
        Runnable task = poll();
        if (task != null) {
          return task;
        }
      } while (strategy.goOn());
      return sleep();
    }

    private @Nullable Runnable sleep() {
      long end = System.nanoTime() + KEPT_NANOS;
      while (true) {
        long left = end - System.nanoTime();
        synchronized (tasks) {
          Runnable task = take();
          if (task != null) {
            sleepers.remove(this);
            return task;
          }
          if (closed || lost || left <= 0) {
            sleepers.remove(this);
            workers.remove(this);
            return null;
          }
          if (!sleepers.contains(this)) {
            sleepers.add(this);
          }
        }
        LockSupport.parkNanos(this, left);
        // An interrupt is meant for a task; without one it would keep the thread from sleeping.
        Thread.interrupted();
      }
    }
  }
}
