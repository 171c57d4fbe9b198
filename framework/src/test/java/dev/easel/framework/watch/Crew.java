package dev.easel.framework.watch;

import java.lang.management.LockInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.MonitorInfo;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * Threads of a test that may hang. All calls that may wait for ever are made by them, not by the
 * test's own thread, which watches: when nothing moves any more, or threads are deadlocked, it
 * fails with the stacks of all threads.
 *
 * <p><b>Threads:</b> any.
 *
 * <p><b>Ownership:</b> closes what it owns; the threads are daemons, and those that hang are left
 * behind.
 *
 * <p><b>Failure:</b> what a thread threw comes out of {@link #join}.
 */
public final class Crew {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
  private static final long LOOK_MILLIS = 50;

  private final Duration strategy;

  /** The threads that tests before this one have left deadlocked. */
  private final Set<Long> deadBefore = deadlocked();

  private volatile boolean hangs;
  private final AtomicLong moves = new AtomicLong();
  private final List<Thread> threads = new ArrayList<>();
  private final ConcurrentLinkedQueue<AutoCloseable> owned = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Throwable> thrown = new ConcurrentLinkedQueue<>();

  /** What a thread does. */
  @FunctionalInterface
  public interface Body {
    /** Does it. */
    void run() throws Exception;
  }

  /** A crew that may stand still for ten seconds. */
  public Crew() {
    this(PATIENCE);
  }

  /** A crew that may stand still for so long. */
  public Crew(Duration strategy) {
    this.strategy = strategy;
  }

  /** Runs one body by itself. */
  public static void run(Body body) {
    new Crew().start("alone", body).join();
  }

  /** Starts a thread. */
  public Crew start(String name, Body body) {
    Thread thread = new Thread(() -> work(body), "crew-" + name);
    thread.setDaemon(true);
    synchronized (threads) {
      threads.add(thread);
    }
    thread.start();
    return this;
  }

  private void work(Body body) {
    try {
      body.run();
    } catch (Throwable t) {
      thrown.add(t);
    }
    moved();
  }

  /** Says that something has moved. */
  public void moved() {
    moves.incrementAndGet();
  }

  /** Whether a thread has thrown something or hangs; then the others need not go on. */
  public boolean hasFailed() {
    return hangs || !thrown.isEmpty();
  }

  /** Waits for a latch as long as something moves. */
  public void await(CountDownLatch latch) {
    watch(millis -> latch.await(millis, TimeUnit.MILLISECONDS));
  }

  /** Has {@link #join} close something, which may hang too. */
  public <C extends AutoCloseable> C owns(C closeable) {
    owned.add(closeable);
    return closeable;
  }

  /** Waits until all threads have ended, then closes what the crew owns. */
  public void join() {
    try {
      watch(this::joinFor);
      throwFirst();
    } catch (Throwable t) {
      // What hangs already is not waited for.
      start("closing", this::closeAll);
      throw t;
    }
    start("closing", this::closeAll);
    watch(this::joinFor);
    throwFirst();
  }

  private void closeAll() throws Exception {
    for (AutoCloseable next = owned.poll(); next != null; next = owned.poll()) {
      next.close();
    }
  }

  private void throwFirst() {
    Throwable first = thrown.peek();
    if (first != null) {
      AssertionError error = new AssertionError("a thread of the test failed: " + first, first);
      thrown.stream().skip(1).forEach(error::addSuppressed);
      throw error;
    }
  }

  /** What is waited for; true when it has come. */
  private interface Look {
    boolean look(long millis) throws InterruptedException;
  }

  private void watch(Look look) {
    long seen = moves.get();
    long since = System.nanoTime();
    try {
      while (!look.look(LOOK_MILLIS)) {
        long now = moves.get();
        if (now != seen) {
          seen = now;
          since = System.nanoTime();
        } else if (isDeadlocked()) {
          throw stuck("deadlock");
        } else if (System.nanoTime() - since > patienceNanos()) {
          throwFirst();
          throw stuck("nothing has moved for " + strategy);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw stuck("the test was interrupted");
    }
  }

  /** Those who wait for one that has failed are not waited for. */
  private long patienceNanos() {
    return (thrown.isEmpty() ? strategy : AFTER_FAILURE).toNanos();
  }

  private boolean joinFor(long millis) throws InterruptedException {
    for (Thread thread : threads()) {
      if (thread.isAlive()) {
        thread.join(millis);
        return false;
      }
    }
    return true;
  }

  private List<Thread> threads() {
    synchronized (threads) {
      return List.copyOf(threads);
    }
  }

  private boolean isDeadlocked() {
    return !deadBefore.containsAll(deadlocked());
  }

  private static Set<Long> deadlocked() {
    long[] ids = ManagementFactory.getThreadMXBean().findDeadlockedThreads();
    return ids == null ? Set.of() : Arrays.stream(ids).boxed().collect(Collectors.toSet());
  }

  private AssertionError stuck(String how) {
    AssertionError error = new AssertionError(how + "\n" + stacks());
    thrown.forEach(error::addSuppressed);
    hangs = true;
    return error;
  }

  /** The stacks of all threads, with the locks that they hold and wait for. */
  public static String stacks() {
    StringBuilder text = new StringBuilder();
    ThreadMXBean bean = ManagementFactory.getThreadMXBean();
    for (ThreadInfo info : bean.dumpAllThreads(true, false)) {
      text.append('"').append(info.getThreadName()).append("\" ").append(info.getThreadState());
      LockInfo lock = info.getLockInfo();
      if (lock != null) {
        text.append(" on ").append(lock).append(" of ").append(info.getLockOwnerName());
      }
      text.append('\n');
      StackTraceElement[] stack = info.getStackTrace();
      for (int depth = 0; depth < stack.length; depth++) {
        text.append("    at ").append(stack[depth]).append('\n');
        for (MonitorInfo monitor : info.getLockedMonitors()) {
          if (monitor.getLockedStackDepth() == depth) {
            text.append("    - locked ").append(monitor).append('\n');
          }
        }
      }
    }
    return text.toString();
  }
}
