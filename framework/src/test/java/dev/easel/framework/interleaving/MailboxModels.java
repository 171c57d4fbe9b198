package dev.easel.framework.interleaving;

import dev.easel.framework.scheduler.Desk;

/** Orders that are posted while somebody has, takes or gives up the ownership. */
final class MailboxModels {
  private MailboxModels() {}

  /** Checks that nothing lies about and nobody has it, and gives what was read. */
  private static int left(Desk desk) {
    Together.check(desk.mailbox.isEmpty(), "an order was left lying after " + desk.digits);
    Together.check(!desk.ownership.isOwned(), "nobody gave the ownership up after " + desk.digits);
    return desk.digits;
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
    Together.check(left(desk) == 1, "read: " + desk.digits);
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
      int read = left(desk);
      Together.check(read == 12 || read == 21, "read: " + read);
    }
  }

  /** What one thread posts is read in its order. */
  static final class OrderOfOneSender implements Runnable {
    @Override
    public void run() {
      Desk desk = new Desk();
      Together.run(new Poster(desk, 1, 2), new Poster(desk, 3));
      int read = left(desk);
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
            public void leave() {
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
            public void post(int number) {
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
