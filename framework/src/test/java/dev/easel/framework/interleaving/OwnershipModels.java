package dev.easel.framework.interleaving;

import dev.easel.framework.scheduler.Ownership;
import java.util.function.BooleanSupplier;

/** Threads that wait for the ownership of one run. */
final class OwnershipModels {
  private OwnershipModels() {}

  /** Counts, as its owner. */
  private static final class Counter extends Thread {
    private final Counted counted;

    Counter(Counted counted) {
      this.counted = counted;
    }

    @Override
    public void run() {
      counted.ownership.acquireUnless(() -> false);
      int before = counted.count;
      counted.count = before + 1;
      counted.ownership.release();
    }
  }

  private static final class Counted {
    final Ownership ownership = new Ownership();
    int count;
  }

  /** One owner at a time, each of whom sees what the last one wrote. */
  static final class OneAtATime implements Runnable {
    @Override
    public void run() {
      Counted counted = new Counted();
      Together.run(new Counter(counted), new Counter(counted));
      Together.check(counted.count == 2, "counted: " + counted.count);
      Together.check(!counted.ownership.isOwned(), "nobody gave it up");
    }
  }

  /** What a waiting thread asks: whether there is no use for the ownership any more. */
  private static final class Over implements BooleanSupplier {
    volatile boolean over;

    @Override
    public boolean getAsBoolean() {
      return over;
    }
  }

  private static final class Waiter extends Thread {
    private final Ownership ownership;
    private final BooleanSupplier useless;
    private boolean got;

    Waiter(Ownership ownership, BooleanSupplier useless) {
      this.ownership = ownership;
      this.useless = useless;
    }

    @Override
    public void run() {
      got = ownership.acquireUnless(useless);
    }
  }

  private static final class Ender extends Thread {
    private final Over over;

    Ender(Over over) {
      this.over = over;
    }

    @Override
    public void run() {
      over.over = true;
    }
  }

  /** An owner who never gives it up lets those go who wait. */
  static final class GivesUpWaiting implements Runnable {
    @Override
    public void run() {
      Ownership ownership = Ownership.held();
      Over over = new Over();
      Waiter waiter = new Waiter(ownership, over);
      Together.run(waiter, new Ender(over));
      Together.check(!waiter.got && ownership.isOwned(), "two have it");
    }
  }

  /** A twin with a fault: two who look before they take. */
  static final class TakesWhatIsTaken implements Runnable {
    @Override
    public void run() {
      Taken taken = new Taken();
      Together.run(new Taker(taken), new Taker(taken));
      Together.check(taken.owners == 1, "owners: " + taken.owners);
    }
  }

  private static final class Taken {
    volatile boolean owned;
    volatile int owners;
  }

  private static final class Taker extends Thread {
    private final Taken taken;

    Taker(Taken taken) {
      this.taken = taken;
    }

    @Override
    public void run() {
      if (!taken.owned) {
        taken.owned = true;
        synchronized (taken) {
          taken.owners = taken.owners + 1;
        }
      }
    }
  }
}
