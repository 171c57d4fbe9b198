package dev.easel.framework.interleaving;

import dev.easel.framework.scheduler.IdleThreads;
import dev.easel.framework.scheduler.Mailbox;
import dev.easel.framework.scheduler.Ownership;
import dev.easel.framework.scheduler.RunSignal;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Threads that add to a run and wait until it is idle, while another one works on it. */
final class IdleModels {
  private IdleModels() {}

  private static final class Note extends Mailbox.Letter {}

  /** What a run has for this, with work that is counted instead of done. */
  private static class Run implements Consumer<Note>, BooleanSupplier {
    final Mailbox<Note> mailbox = new Mailbox<>();
    final Ownership ownership = new Ownership();
    final RunSignal signal = new RunSignal();
    volatile boolean quiet = true;
    int ready;
    volatile int done;

    @Override
    public void accept(Note note) {
      ready++;
    }

    /** As {@code GraphRun.post}. */
    void add() {
      mailbox.post(new Note());
      if (ownership.tryAcquire()) {
        leave();
      }
    }

    /** As {@code GraphRun.leave}, with the work in it. */
    void leave() {
      while (true) {
        mailbox.drain(this);
        quiet = ready == 0;
        int before = done;
        done = before + ready;
        ready = 0;
        quiet = true;
        ownership.release();
        signal.wake();
        if (mailbox.isEmpty() || !ownership.tryAcquire()) {
          return;
        }
      }
    }

    /** As {@code GraphRun.isIdle}. */
    @Override
    public boolean getAsBoolean() {
      return mailbox.isEmpty() && !ownership.isOwned() && quiet;
    }
  }

  private static final class Adder extends Thread {
    private final Run run;
    private int seen;

    Adder(Run run) {
      this.run = run;
    }

    @Override
    public void run() {
      run.add();
      try {
        run.signal.await(new IdleThreads(), run);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      seen = run.done;
    }
  }

  private static void check(Run run) {
    Adder one = new Adder(run);
    Adder other = new Adder(run);
    Together.run(one, other);
    Together.check(one.seen >= 1 && other.seen >= 1, one.seen + " and " + other.seen);
    Together.check(run.done == 2, "done: " + run.done);
  }

  /** Who has waited sees that what it added is through. */
  static final class IdleAfterWhatWasAdded implements Runnable {
    @Override
    public void run() {
      check(new Run());
    }
  }

  /** A twin with a fault: looks at the mailbox last, when its order may be in work. */
  static final class DoesNotAskForTheOwner implements Runnable {
    @Override
    public void run() {
      check(
          new Run() {
            @Override
            public boolean getAsBoolean() {
              return quiet && mailbox.isEmpty();
            }
          });
    }
  }
}
