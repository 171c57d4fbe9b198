package dev.easel.framework.scheduler;

import java.util.function.Consumer;

/** A mailbox, and what its owners have read, in plain fields as a run's state is. */
public class Desk implements Consumer<Desk.Note> {
  /** Where orders are left. */
  public final Mailbox<Note> mailbox = new Mailbox<>();

  /** Who may read them. */
  public final Ownership ownership = new Ownership();

  /** How many were read. */
  public int read;

  /** Their numbers, one behind another. */
  public int digits;

  /** An order with a number of one digit. */
  public static final class Note extends Mailbox.Letter {
    private final int number;

    /** An order. */
    public Note(int number) {
      this.number = number;
    }
  }

  /** Nobody has disconnected anything yet. */
  public Desk() {}

  @Override
  public final void accept(Note note) {
    read++;
    digits = 10 * digits + note.number;
  }

  /** As whoever has an order for a run does. */
  public void post(int number) {
    mailbox.post(new Note(number));
    if (ownership.tryAcquire()) {
      leave();
    }
  }

  /** As the owner of a run does: reads, gives up, and looks once more. */
  public void leave() {
    while (true) {
      mailbox.drain(this);
      ownership.release();
      if (mailbox.isEmpty() || !ownership.tryAcquire()) {
        return;
      }
    }
  }
}
