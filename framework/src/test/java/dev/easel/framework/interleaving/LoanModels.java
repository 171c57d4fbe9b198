package dev.easel.framework.interleaving;

import dev.easel.framework.scheduler.Ownership;
import java.util.concurrent.atomic.AtomicLong;

/** An ownership that is lent for a call, and somebody who takes it over meanwhile. */
final class LoanModels {
  private LoanModels() {}

  /** An ownership, and a count that only the owner may touch. */
  private static class Run {
    final Ownership ownership = new Ownership();
    int count;
    long loans;

    void acquire() {
      ownership.acquireUnless(NEVER);
    }

    long lend() {
      return ownership.lend(loans++);
    }

    boolean takeBack(long loan) {
      return ownership.takeBack(loan);
    }

    boolean takeOver() {
      return ownership.takeOver(ownership.loan());
    }

    void release() {
      ownership.release();
    }

    /** A step in which nobody else may be. */
    void step() {
      int before = count;
      Thread.onSpinWait();
      count = before + 1;
    }
  }

  private static final Never NEVER = new Never();

  private static final class Never implements java.util.function.BooleanSupplier {
    @Override
    public boolean getAsBoolean() {
      return false;
    }
  }

  /** Takes the run over if it comes upon a loan; then lends it for a call, and goes on after it. */
  private static final class Lender extends Thread {
    private final Run run;
    private final boolean takesOver;
    private boolean took;
    private boolean lost;

    Lender(Run run, boolean takesOver) {
      this.run = run;
      this.takesOver = takesOver;
    }

    @Override
    public void run() {
      took = takesOver && run.takeOver();
      if (took) {
        run.step();
        run.release();
      }
      run.acquire();
      run.step();
      long loan = run.lend();
      lost = !run.takeBack(loan);
      if (lost) {
        run.acquire();
      }
      run.step();
      run.release();
    }
  }

  private static void check(Run run) {
    Lender taker = new Lender(run, true);
    Lender lender = new Lender(run, false);
    Together.run(lender, taker);
    int all = taker.took ? 5 : 4;
    Together.check(run.count == all, "steps: " + run.count + " of " + all);
    Together.check(lender.lost == taker.took && !taker.lost, "the wrong one lost its loan");
  }

  /** One at a time, and only whose loan was taken over finds it gone. */
  static final class OneOwnerAtATime implements Runnable {
    @Override
    public void run() {
      check(new Run());
    }
  }

  /** A twin with a fault: all loans are the same, so one lender takes the other's back. */
  static final class LoansWithoutNumbers implements Runnable {
    @Override
    public void run() {
      check(
          new Run() {
            private final AtomicLong state = new AtomicLong();

            @Override
            void acquire() {
              while (!state.compareAndSet(0, 1)) {
                Thread.onSpinWait();
              }
            }

            @Override
            long lend() {
              state.set(2);
              return 2;
            }

            @Override
            boolean takeBack(long loan) {
              return state.compareAndSet(2, 1);
            }

            @Override
            boolean takeOver() {
              return state.compareAndSet(2, 1);
            }

            @Override
            void release() {
              state.set(0);
            }
          });
    }
  }
}
