package dev.easel.framework.schedule;

import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
 * stops when no call was made for a second, and looks at nothing any more once it has told.
 *
 * <p><b>Threads:</b> any.
 */
final class LentWatch extends Ticker {
  private static final long TICK_MILLIS = 25;

  /** A call that is seen so often after its first time has lasted for more than 50 ms. */
  private static final int LONG = 2;

  /** The same of a second. */
  private static final int VERY_LONG = 40;

  private static final long LONG_NANOS = TimeUnit.MILLISECONDS.toNanos(LONG * TICK_MILLIS);
  private static final int QUIET_TICKS = 40;

  private final List<Loan> loans;
  private final Consumer<Loan> overdue;

  // Of the looks, which come one after another.
  private final Map<Loan, Seen> seen = new HashMap<>();
  private boolean isTold;

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
    super(TICK_MILLIS, QUIET_TICKS);
    this.loans = loans;
    this.overdue = overdue;
  }

  @Override
  boolean look() {
    boolean hasMoved = false;
    seen.keySet().retainAll(loans);
    for (Loan loan : isTold ? List.<Loan>of() : loans) {
      Seen before = seen.computeIfAbsent(loan, any -> new Seen());
      long calls = loan.calls();
      hasMoved |= (calls & 1) == 1 || calls != before.calls;
      if (before.isOverdue(loan.thread(), calls)) {
        tell(loan);
        return false;
      }
    }
    return hasMoved;
  }

  /** The timer is everybody's, and what follows may take long. */
  private void tell(Loan loan) {
    isTold = true;
    Thread thread = new Thread(() -> overdue.accept(loan), "easel-lent");
    thread.setDaemon(true);
    thread.start();
  }
}
