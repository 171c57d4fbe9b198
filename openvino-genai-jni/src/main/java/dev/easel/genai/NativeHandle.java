package dev.easel.genai;

import java.util.function.LongConsumer;
import java.util.function.LongFunction;

/** Owns one native object: refuses calls after close, and closes when the last call is done. */
final class NativeHandle {
  private final String owner;
  private final LongConsumer freer;
  private final long address;
  private int calls;
  private boolean closing;
  private boolean freed;

  NativeHandle(String owner, long address, LongConsumer freer) {
    this.owner = owner;
    this.address = address;
    this.freer = freer;
  }

  <T> T use(LongFunction<T> call) {
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
  void close() {
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

  synchronized boolean isClosed() {
    return closing;
  }

  synchronized void refuseClosed() {
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
