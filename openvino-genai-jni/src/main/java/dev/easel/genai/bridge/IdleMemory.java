package dev.easel.genai.bridge;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Has a model give back, once it has been idle for a while, what its runs have left allocated for
 * the next one. At once would cost each of many short runs the time to allocate it again.
 *
 * <p><b>Threads</b>: any.
 */
public final class IdleMemory implements AutoCloseable {

  private static final long IDLE_SECONDS = 5;

  private final Runnable giveBack;
  private final Executor later = CompletableFuture.delayedExecutor(IDLE_SECONDS, TimeUnit.SECONDS);
  private int running;
  private long runs;
  private boolean isAwaited;
  private boolean isClosed;

  /** Memory that {@code giveBack} gives back. */
  public IdleMemory(Runnable giveBack) {
    this.giveBack = giveBack;
  }

  /** A run begins. */
  public synchronized void begin() {
    running++;
    runs++;
  }

  /** A run has ended. */
  public synchronized void end() {
    running--;
    if (running == 0 && !isAwaited) {
      await();
    }
  }

  private void await() {
    isAwaited = true;
    long seen = runs;
    later.execute(() -> look(seen));
  }

  /** One look is awaited at a time, however many runs there are. */
  private void look(long seen) {
    synchronized (this) {
      isAwaited = false;
      if (running > 0 || isClosed) {
        return;
      }
      if (runs != seen) {
        await();
        return;
      }
    }
    giveBack.run();
  }

  /** The model is closed: there is nothing to give back any more. */
  @Override
  public synchronized void close() {
    isClosed = true;
  }
}
