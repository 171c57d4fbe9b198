package dev.easel.genai.bridge;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets one run at a time use a pipeline's native requests, and those that its forks share with it.
 *
 * <p><b>Threads</b>: any.
 *
 * <p><b>Failure</b>: {@link IllegalStateException} where a step listener would wait for its own
 * run.
 */
public final class Turn {
  private final ReentrantLock lock = new ReentrantLock(true);
  private volatile @Nullable Thread callbackThread;

  /** A turn that nobody has. */
  public Turn() {}

  /** Waits for the turn, and has it until the body returns. */
  public <T> T take(String action, Supplier<T> body) {
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
  public void refuseFromListener(String action) {
    if (Thread.currentThread() == callbackThread) {
      throw new IllegalStateException(
          action + " was called by the step listener of a run that it would wait for");
    }
  }
}
