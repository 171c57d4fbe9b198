package dev.easel.framework.interleaving;

import dev.easel.framework.scheduler.IdleThreads;
import dev.easel.framework.scheduler.RunSignal;
import java.util.function.BooleanSupplier;

/** Threads that wait for a run, and those that change it. */
final class SignalModels {
  private SignalModels() {}

  /** Something that becomes true, and the signal that tells of it. */
  private static class Change implements BooleanSupplier {
    final RunSignal signal = new RunSignal();
    volatile boolean holds;

    @Override
    public boolean getAsBoolean() {
      return holds;
    }

    void happen() {
      holds = true;
      signal.wake();
    }
  }

  private static final class Waiter extends Thread {
    private final Change change;

    Waiter(Change change) {
      this.change = change;
    }

    @Override
    public void run() {
      try {
        change.signal.await(new IdleThreads(), change);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static final class Changer extends Thread {
    private final Change change;

    Changer(Change change) {
      this.change = change;
    }

    @Override
    public void run() {
      change.happen();
    }
  }

  /** Two wait while somebody makes it true. */
  static final class NobodyIsLeftWaiting implements Runnable {
    @Override
    public void run() {
      Change change = new Change();
      Together.run(new Waiter(change), new Waiter(change), new Changer(change));
    }
  }

  /** A twin with a fault: wakes before it writes. */
  static final class WakesTooEarly implements Runnable {
    @Override
    public void run() {
      Change change =
          new Change() {
            @Override
            void happen() {
              signal.wake();
              holds = true;
            }
          };
      Together.run(new Waiter(change), new Changer(change));
    }
  }
}
