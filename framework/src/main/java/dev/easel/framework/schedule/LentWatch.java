package dev.easel.framework.schedule;

import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Looks every now and then, while threads are lent, whether one is still in the same call. It
 * counts its own looks, not the time: what stops the whole process for a while is no call's fault.
 * Nor is it one's fault that others have the cores. So a thread that is ready to go on, and was
 * given hardly any time, is let be for a second; one that waits, or has computed all the time, is
 * not.
 *
 * <p>It costs the thread that is lent two plain writes a call and the read of a flag a loan. It
 * stops when no call was made for a second. That a thread is lent just when it stops is met by its
 * looking once more after it said so.
 *
 * <p><b>Threads:</b> any; looks come one after another, on the JDK's own timer.
 */
final class LentWatch {
  private static final long TICK_MILLIS = 25;

  /** A call that is seen so often after its first time has lasted for more than 50 ms. */
  private static final int LONG = 2;

  /** The same of a second. */
  private static final int VERY_LONG = 40;

  private static final long LONG_NANOS = TimeUnit.MILLISECONDS.toNanos(LONG * TICK_MILLIS);
  private static final int QUIET_TICKS = 40;

  private final List<Loan> loans;
  private final Consumer<Loan> overdue;
  private final Executor later =
      CompletableFuture.delayedExecutor(TICK_MILLIS, TimeUnit.MILLISECONDS, Runnable::run);
  private volatile boolean isWatching;

  // Under the lock.
  private final Map<Loan, Seen> seen = new HashMap<>();
  private boolean isStopping;
  private boolean isTold;
  private int quiet;

  /** Where a loan stood at the last looks. */
  private static final class Seen {
    private long calls;
    private int times;
    private int waits;
    private long computedNanos;

    /** Takes note of one look more; says whether the call lasts too long. */
    private boolean isOverdue(Thread thread, long nowCalls) {
      boolean isSame = (nowCalls & 1) == 1 && nowCalls == calls;
      calls = nowCalls;
      times = isSame ? times + 1 : 0;
      boolean waitsNow = times > 0 && thread.getState() != Thread.State.RUNNABLE;
      waits = waitsNow ? waits + 1 : 0;
      if (times == 1) {
        computedNanos = computed(thread);
      }
      return waits >= LONG
          || times >= VERY_LONG
          || (times > LONG && computed(thread) - computedNanos >= LONG_NANOS);
    }

    private static long computed(Thread thread) {
      return ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.getId());
    }
  }

  LentWatch(List<Loan> loans, Consumer<Loan> overdue) {
    this.loans = loans;
    this.overdue = overdue;
  }

  /** A thread is lent. */
  void ensure() {
    if (!isWatching) {
      start();
    }
  }

  private synchronized void start() {
    if (!isWatching && !isTold) {
      isWatching = true;
      quiet = 0;
      if (!isStopping) {
        later.execute(this::look);
      }
      isStopping = false;
    }
  }

  private synchronized void look() {
    boolean hasMoved = false;
    seen.keySet().retainAll(loans);
    for (Loan loan : loans) {
      Seen before = seen.computeIfAbsent(loan, any -> new Seen());
      long calls = loan.calls();
      hasMoved |= (calls & 1) == 1 || calls != before.calls;
      if (before.isOverdue(loan.thread(), calls)) {
        tell(loan);
        return;
      }
    }
    if (goesOn(hasMoved)) {
      later.execute(this::look);
    }
  }

  /** The timer is everybody's, and what follows may take long. */
  private void tell(Loan loan) {
    isTold = true;
    isWatching = false;
    Thread thread = new Thread(() -> overdue.accept(loan), "easel-lent");
    thread.setDaemon(true);
    thread.start();
  }

  private boolean goesOn(boolean hasMoved) {
    if (hasMoved) {
      quiet = 0;
      isStopping = false;
      isWatching = true;
      return true;
    }
    if (isStopping) {
      isStopping = false;
      return false;
    }
    quiet++;
    if (quiet > QUIET_TICKS) {
      isStopping = true;
      isWatching = false;
    }
    return true;
  }
}
