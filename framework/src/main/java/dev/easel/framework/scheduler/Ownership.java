package dev.easel.framework.scheduler;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * The right to touch the scheduling state of one run. It belongs to one thread at a time, or is on
 * its way from one to another.
 *
 * <p><b>Threads:</b> any.
 */
public final class Ownership {
  private static final VarHandle OWNED;
  private static final int SPINS = 100;
  private static final int YIELDS = 1000;
  private static final long PARK_NANOS = 20_000;

  static {
    try {
      OWNED = MethodHandles.lookup().findVarHandle(Ownership.class, "owned", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private volatile int owned;

  /** Makes one that nobody has. */
  public Ownership() {}

  /** Makes one that belongs to the thread that makes it. */
  public static Ownership held() {
    Ownership made = new Ownership();
    // No fence: whoever publishes what is owned publishes this.
    OWNED.set(made, 1);
    return made;
  }

  /** Takes it if nobody has it. */
  public boolean tryAcquire() {
    return owned == 0 && OWNED.compareAndSet(this, 0, 1);
  }

  /** Waits for it: owners keep it for short. */
  public void acquire() {
    acquireUnless(() -> false);
  }

  /** Waits for it, or until there is no use for it; false in that case. */
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
    owned = 0;
  }

  /** Whether somebody has it. */
  public boolean isOwned() {
    return owned != 0;
  }
}
