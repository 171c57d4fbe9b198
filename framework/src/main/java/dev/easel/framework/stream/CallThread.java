package dev.easel.framework.stream;

import org.jspecify.annotations.Nullable;

/**
 * The thread that a node's call runs on, which alone may send. What another thread left in a port
 * would travel with whatever call comes next, or be lost.
 *
 * <p><b>Threads:</b> calls, one at a time; any may ask.
 */
public final class CallThread {
  private final String node;

  // Plain: a thread that is not the one in here never finds itself, however old what it reads is.
  private @Nullable Thread thread;

  /** That of the node of this name, before its first call. */
  public CallThread(String node) {
    this.node = node;
  }

  /** A call begins on the present thread. */
  public void begin() {
    Thread present = Thread.currentThread();
    if (thread != present) {
      thread = present;
    }
  }

  /** Whether the present thread is another one. */
  boolean isElsewhere() {
    return thread != Thread.currentThread();
  }

  String node() {
    return node;
  }
}
