package dev.easel.framework.schedule;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Threads that have other work to do, such as a server's event loops, and work on the runs of a
 * graph in the middle of it: for graphs whose nodes all promise that their calls block nowhere.
 *
 * <p>A thread lends itself with {@link #begin} and takes itself back with {@link #end}. What the
 * run asks for in between, on that thread, is done there at once; what is asked for on any other
 * thread, or later, or after very many calls, is left to the graph's own threads. So a suspended
 * call comes back on one of those, or on the thread that works on its run anyway, and never on the
 * one that resumes it.
 *
 * <p>Who does not keep the promise is found out by {@link LentWatch}: from then on no thread is
 * taken.
 *
 * <p><b>Threads:</b> any; a loan is its thread's own, and read by the watch.
 */
public final class LentThreads {
  /** So often a thread goes on with one run; each time it makes some hundred calls at most. */
  private static final int MOST_TURNS = 32;

  // Each graph has its own, which threads forget with it.
  @SuppressWarnings("ThreadLocalUsage")
  private final ThreadLocal<Loan> own = new ThreadLocal<>();

  private final List<Loan> loans = new CopyOnWriteArrayList<>();
  private final Overdue overdue;
  private final LentWatch watch = new LentWatch(loans, this::stop);
  private volatile boolean isOff;

  /** Is told, once, of a call that did not keep the promise, on a thread of its own. */
  @FunctionalInterface
  public interface Overdue {
    /**
     * A call lasts too long.
     *
     * @param node the node that is called
     * @param thread the thread that waits for it
     */
    void tell(String node, Thread thread);
  }

  /** Threads that may be lent until a call lasts too long. */
  public LentThreads(Overdue overdue) {
    this.overdue = overdue;
  }

  /**
   * Lends the calling thread; {@link #end} has to follow.
   *
   * @return false where it is not taken: a call has lasted too long, or the thread is lent already
   */
  public boolean begin() {
    if (isOff) {
      return false;
    }
    Loan loan = own.get();
    if (loan == null) {
      loan = new Loan(Thread.currentThread());
      own.set(loan);
      loans.removeIf(other -> !other.thread().isAlive());
      loans.add(loan);
    }
    if (!loan.begin(MOST_TURNS)) {
      return false;
    }
    watch.ensure();
    return true;
  }

  /** Takes the calling thread back. */
  public void end() {
    Loan loan = own.get();
    if (loan != null) {
      loan.end();
    }
  }

  /** Whether threads are taken. */
  public boolean isOn() {
    return !isOff;
  }

  /** Whether the calling thread is to go on with a run. */
  boolean takeTurn() {
    Loan loan = own.get();
    return loan != null && !isOff && loan.takeTurn();
  }

  /** What the calling thread has lent; null if nothing. */
  @Nullable Loan current() {
    Loan loan = own.get();
    return loan != null && loan.isLent() ? loan : null;
  }

  private void stop(Loan loan) {
    isOff = true;
    overdue.tell(loan.node(), loan.thread());
  }
}
