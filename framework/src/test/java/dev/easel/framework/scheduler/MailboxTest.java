package dev.easel.framework.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MailboxTest {
  private static final class Note extends Mailbox.Letter {
    final int sender;
    final int number;

    Note(int sender, int number) {
      this.sender = sender;
      this.number = number;
    }
  }

  @Test
  void losesNothingAndKeepsEachSendersOrder() throws Exception {
    int senders = 3;
    int each = 20_000;
    Mailbox<Note> mailbox = new Mailbox<>();
    Ownership ownership = new Ownership();
    List<Note> read = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int s = 0; s < senders; s++) {
      int sender = s;
      Thread thread =
          new Thread(
              () -> {
                for (int i = 0; i < each; i++) {
                  mailbox.post(new Note(sender, i));
                  readAll(mailbox, ownership, read);
                }
              });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    // No letter is left lying: whoever gave the ownership up last has looked after that.
    assertThat(read).hasSize(senders * each);
    int[] next = new int[senders];
    for (Note note : read) {
      assertThat(note.number).isEqualTo(next[note.sender]++);
    }
  }

  private static void readAll(Mailbox<Note> mailbox, Ownership ownership, List<Note> read) {
    while (!mailbox.isEmpty() && ownership.tryAcquire()) {
      mailbox.drain(read::add);
      ownership.release();
    }
  }
}
