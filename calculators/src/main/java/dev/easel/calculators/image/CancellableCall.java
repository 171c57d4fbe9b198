package dev.easel.calculators.image;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Native code that asks nobody until it is done, on a thread of its own: its caller can give it up
 * at any time. What is given up comes to its end, which must be bounded, and is dropped.
 */
final class CancellableCall {

  private static final long ASKS_MILLIS = 20;

  private CancellableCall() {}

  /**
   * Waits for what the work makes.
   *
   * @param check called every now and then; what it throws ends the waiting
   */
  static <T> T await(Callable<T> work, Runnable check) throws Exception {
    FutureTask<T> task = new FutureTask<>(work);
    Thread thread = new Thread(task, "easel-decode");
    thread.setDaemon(true);
    thread.start();
    while (true) {
      try {
        return task.get(ASKS_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        check.run();
      } catch (ExecutionException e) {
        if (e.getCause() instanceof Error error) {
          throw error;
        }
        throw e.getCause() instanceof Exception failure ? failure : e;
      }
    }
  }
}
