package dev.easel.framework.interleaving;

import dev.easel.framework.scheduler.Mailbox;
import dev.easel.framework.scheduler.Ownership;
import java.util.function.Consumer;

/** Orders that are posted while somebody has, takes or gives up the ownership. */
final class MailboxModels {
  private MailboxModels() {}

  private static final class Note extends Mailbox.Letter {
    final int number;

    Note(int number) {
      this.number = number;
    }
  }

  /** A mailbox and what its owners have read, in plain fields as a run's state is. */
  private static class Desk implements Consumer<Note> {
    final Mailbox<Note> mailbox = new Mailbox<>();
    final Ownership ownership = new Ownership();
    int digits;

    @Override
    public void accept(Note note) {
      digits = 10 * digits + note.number;
    }

    /** As whoever has an order for a run does. */
    void post(int number) {
      mailbox.post(new Note(number));
      if (ownership.tryAcquire()) {
        leave();
      }
    }

    /** As the owner of a run does: reads, gives up, and looks once more. */
    void leave() {
      while (true) {
        mailbox.drain(this);
        ownership.release();
        if (mailbox.isEmpty() || !ownership.tryAcquire()) {
          return;
        }
      }
    }

    /** Checks that nothing lies about and nobody has it, and gives what was read. */
    int left() {
      Together.check(mailbox.isEmpty(), "an order was left lying after " + digits);
      Together.check(!ownership.isOwned(), "nobody gave the ownership up after " + digits);
      return digits;
    }
  }

  /** Owns a desk, and leaves it. */
  private static final class Leaver extends Thread {
    private final Desk desk;

    Leaver(Desk desk) {
      this.desk = desk;
    }

    @Override
    public void run() {
      desk.leave();
    }
  }

  /** Posts numbers. */
  private static final class Poster extends Thread {
    private final Desk desk;
    private final int[] numbers;

    Poster(Desk desk, int... numbers) {
      this.desk = desk;
      this.numbers = numbers;
    }

    @Override
    public void run() {
      for (int number : numbers) {
        desk.post(number);
      }
    }
  }

  private static void postWhileLeaving(Desk desk) {
    desk.ownership.acquireUnless(() -> false);
    Together.run(new Leaver(desk), new Poster(desk, 1));
    Together.check(desk.left() == 1, "read: " + desk.digits);
  }

  /** One posts while the owner leaves. */
  static final class PostWhileLeaving implements Runnable {
    @Override
    public void run() {
      postWhileLeaving(new Desk());
    }
  }

  /** Two post while the owner leaves. */
  static final class TwoPostWhileLeaving implements Runnable {
    @Override
    public void run() {
      Desk desk = new Desk();
      desk.ownership.acquireUnless(() -> false);
      Together.run(new Leaver(desk), new Poster(desk, 1), new Poster(desk, 2));
      int read = desk.left();
      Together.check(read == 12 || read == 21, "read: " + read);
    }
  }

  /** What one thread posts is read in its order. */
  static final class OrderOfOneSender implements Runnable {
    @Override
    public void run() {
      Desk desk = new Desk();
      Together.run(new Poster(desk, 1, 2), new Poster(desk, 3));
      int read = desk.left();
      Together.check(read == 123 || read == 132 || read == 312, "read: " + read);
    }
  }

  // ---- twins with a fault: the models above would see it

  /** An owner that looks before it gives up, and not after that. */
  static final class LooksTooEarly implements Runnable {
    @Override
    public void run() {
      postWhileLeaving(
          new Desk() {
            @Override
            void leave() {
              while (!mailbox.isEmpty()) {
                mailbox.drain(this);
              }
              ownership.release();
            }
          });
    }
  }

  /** A poster that asks for the owner before it has posted. */
  static final class AsksTooEarly implements Runnable {
    @Override
    public void run() {
      postWhileLeaving(
          new Desk() {
            @Override
            void post(int number) {
              boolean mine = ownership.tryAcquire();
              mailbox.post(new Note(number));
              if (mine) {
                leave();
              }
            }
          });
    }
  }
}
