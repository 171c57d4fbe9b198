package dev.easel.framework.stream;

import dev.easel.framework.status.StatusException;
import org.jspecify.annotations.Nullable;

/**
 * The thread that a node's call runs on, which alone may send. What another thread left in a port
 * would travel with whatever call comes next, or be lost.
 *
 * <p><b>Threads:</b> calls, one at a time; any may ask.
 */
public abstract class CallThread {
  // Plain: a thread that is not the one in here never finds itself, however old what it reads is.
  private @Nullable Thread thread;

  /** Before the first call. */
  protected CallThread() {}

  /** A call begins on the present thread. */
  public final void beginCall() {
    Thread present = Thread.currentThread();
    if (thread != present) {
      thread = present;
    }
  }

  /** The call has disconnected its thread and goes on later, perhaps on another one. */
  public final void endTurn() {
    thread = null;
  }

  /** Whether the present thread is another one. */
  final boolean isElsewhere() {
    return thread != Thread.currentThread();
  }

  /** The node's name. */
  protected abstract String name();

  /** The calculator did something wrong; any thread. */
  protected abstract void mistaken(StatusException how);
}
