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
  private static final int FREE = 0;
  private static final int HELD = 1;
  private static final int LENT = 2;
  private static final int SPINS = 100;
  private static final int YIELDS = 1000;
  private static final long PARK_NANOS = 20_000;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(Ownership.class, "state", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private volatile int state;

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

  /** The owner: lends it for a short call. */
  public void lend() {
    // Whoever takes it over sees what was written before; nothing is read next, so no full fence.
    STATE.setRelease(this, LENT);
  }

  /** Who lent it: takes it back; false if it was taken over meanwhile. */
  public boolean takeBack() {
    return STATE.compareAndSet(this, LENT, HELD);
  }

  /** Takes it from whoever lent it; false if it is not lent. */
  public boolean takeOver() {
    return state == LENT && STATE.compareAndSet(this, LENT, HELD);
  }

  /** Whether it is lent. */
  public boolean isLent() {
    return state == LENT;
  }

  /** Whether somebody has it. */
  public boolean isOwned() {
    return state != FREE;
  }
}
