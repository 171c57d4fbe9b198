package dev.easel.framework.scheduler;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * The right to touch the scheduling state of one run. It belongs to one thread at a time.
 *
 * <p>A thread that leaves the state alone for a short while, in a call that is known to be short,
 * <em>lends</em> the ownership instead of giving it up: nobody acquires it meanwhile, and taking it
 * back costs less than acquiring it. Should the call take long after all, somebody else takes it
 * over, and the one who lent it finds it gone.
 *
 * <p><b>Threads:</b> any.
 */
public final class Ownership {
  private static final VarHandle STATE;
  private static final long FREE = 0;
  private static final long HELD = 1;

  /** The first loan; every further one has a number of its own. */
  private static final long LENT = 2;

  private static final int SPINS = 100;
  private static final int YIELDS = 1000;
  private static final long PARK_NANOS = 20_000;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(Ownership.class, "state", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private volatile long state;

  /** Makes one that nobody has. */
  public Ownership() {}

  /** Makes one that belongs to the thread that makes it. */
  public static Ownership held() {
    Ownership made = new Ownership();
    // No fence: whoever publishes what is owned publishes this.
    STATE.set(made, HELD);
    return made;
  }

  /** Takes it if nobody has it. */
  public boolean tryAcquire() {
    return state == FREE && STATE.compareAndSet(this, FREE, HELD);
  }

  /** Waits for it, or until there is no use for it; false in that case. Lent is not free. */
  @SuppressWarnings("ThreadPriorityCheck") // yields only before it sleeps
  public boolean acquireUnless(BooleanSupplier useless) {
    for (int i = 0; !tryAcquire(); i++) {
      if (useless.getAsBoolean()) {
        return false;
      }
      if (i < SPINS) {
        Thread.onSpinWait();
      } else if (i < YIELDS) {
        Thread.yield();
      } else {
        LockSupport.parkNanos(PARK_NANOS);
      }
    }
    return true;
  }

  /** Gives it up; what was written before is seen by the next owner. */
  public void release() {
    // A full fence: the owner reads the mailbox next, and must not do so before this is seen.
    state = FREE;
  }

  /**
   * The owner: lends it for a short call.
   *
   * @param number a number that no other loan has: otherwise who comes back late would take the
   *     loan of somebody else, made after his own was taken over, for his
   * @return what {@link #takeBack} takes
   */
  public long lend(long number) {
    long loan = LENT + number;
    // Whoever takes it over sees what was written before; nothing is read next, so no full fence.
    STATE.setRelease(this, loan);
    return loan;
  }

  /** Who lent it: takes it back; false if it was taken over meanwhile. */
  public boolean takeBack(long loan) {
    return STATE.compareAndSet(this, loan, HELD);
  }

  /** The present loan; 0 if it is not lent. */
  public long loan() {
    long now = state;
    return now >= LENT ? now : 0;
  }

  /** Takes it from whoever lent it; false if that loan is over. */
  public boolean takeOver(long loan) {
    return loan != 0 && STATE.compareAndSet(this, loan, HELD);
  }

  /** Whether it is lent. */
  public boolean isLent() {
    return state >= LENT;
  }

  /** Whether somebody has it. */
  public boolean isOwned() {
    return state != FREE;
  }
}
