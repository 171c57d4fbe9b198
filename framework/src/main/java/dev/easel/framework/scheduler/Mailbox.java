package dev.easel.framework.scheduler;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes letters from any thread and gives them, in order, to whoever owns it at the moment.
 *
 * <p><b>Threads:</b> any may post; one at a time takes.
 *
 * @param <L> the kind of letter
 */
public final class Mailbox<L extends Mailbox.Letter> {
  private static final VarHandle NEWEST;

  static {
    try {
      NEWEST = MethodHandles.lookup().findVarHandle(Mailbox.class, "newest", Letter.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private volatile @Nullable Letter newest;

  /** Something to be done by the owner; posted once. */
  public abstract static class Letter {
    private @Nullable Letter older;

    /** Makes a letter. */
    protected Letter() {}
  }

  /** Makes an empty mailbox. */
  public Mailbox() {}

  /** Adds a letter. */
  public void post(L letter) {
    Letter before;
    do {
      before = newest;
      ((Letter) letter).older = before;
    } while (!NEWEST.compareAndSet(this, before, letter));
  }

  /** Whether nothing waits. */
  public boolean isEmpty() {
    return newest == null;
  }

  /** Takes everything that waits and hands it over, oldest first. */
  @SuppressWarnings("unchecked") // only letters of this kind are posted
  public void drain(Consumer<? super L> reader) {
    Letter next = oldestFirst((Letter) NEWEST.getAndSet(this, (Letter) null));
    while (next != null) {
      Letter letter = next;
      next = letter.older;
      letter.older = null;
      reader.accept((L) letter);
    }
  }

  private static @Nullable Letter oldestFirst(@Nullable Letter newestFirst) {
    Letter result = null;
    Letter rest = newestFirst;
    while (rest != null) {
      Letter next = rest.older;
      rest.older = result;
      result = rest;
      rest = next;
    }
    return result;
  }
}
