package dev.easel.genai;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets one run at a time use a pipeline's native requests, and those that its forks share with it.
 */
final class Turn {
  private final ReentrantLock lock = new ReentrantLock(true);
  private volatile @Nullable Thread callbackThread;

  <T> T take(String action, Supplier<T> body) {
    refuseFromListener(action);
    lock.lock();
    try {
      return body.get();
    } finally {
      callbackThread = null;
      lock.unlock();
    }
  }

  void calledBack(Thread thread) {
    callbackThread = thread;
  }

  /**
   * A listener runs inside the turn, on another thread: waiting for the turn there would never end.
   */
  void refuseFromListener(String action) {
    if (Thread.currentThread() == callbackThread) {
      throw new IllegalStateException(
          action + " was called by the step listener of a run that it would wait for");
    }
  }
}
