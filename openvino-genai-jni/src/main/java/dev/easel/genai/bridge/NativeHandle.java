package dev.easel.genai.bridge;

import java.util.function.LongConsumer;
import java.util.function.LongFunction;

/**
 * Owns one native object: refuses calls after close, and closes when the last call is done.
 *
 * <p><b>Threads</b>: any; calls run at the same time.
 *
 * <p><b>Failure</b>: {@link IllegalStateException} after close.
 */
public final class NativeHandle {
  private final String owner;
  private final LongConsumer freer;
  private final long address;
  private int calls;
  private boolean closing;
  private boolean freed;

  /**
   * A handle on an object that nobody else frees.
   *
   * @param owner what an error message calls it
   * @param address of the native object
   * @param freer called once with the address
   */
  public NativeHandle(String owner, long address, LongConsumer freer) {
    this.owner = owner;
    this.address = address;
    this.freer = freer;
  }

  /** Calls with the address, which is good until the call returns. */
  public <T> T use(LongFunction<T> call) {
    enter();
    try {
      return call.apply(address);
    } finally {
      leave();
    }
  }

  /**
   * Refuses new calls at once and waits for those that run; closing again waits for the first
   * close.
   */
  public void close() {
    boolean interrupted = false;
    synchronized (this) {
      boolean first = !closing;
      closing = true;
      while (first ? calls > 0 : !freed) {
        try {
          wait();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (first) {
        try {
          freer.accept(address);
        } finally {
          freed = true;
          notifyAll();
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether {@link #close} was called. */
  public synchronized boolean isClosed() {
    return closing;
  }

  /** Throws what a call after close throws. */
  public synchronized void refuseClosed() {
    if (closing) {
      throw new IllegalStateException("the " + owner + " is closed");
    }
  }

  private synchronized void enter() {
    refuseClosed();
    calls++;
  }

  private synchronized void leave() {
    calls--;
    notifyAll();
  }
}
