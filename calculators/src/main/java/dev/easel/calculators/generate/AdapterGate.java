package dev.easel.calculators.generate;

import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Lets the runs of a model with changeable LoRA adapters go one after another: GenAI applies
 * adapters to a pipeline and all its clones at once, so runs beside each other get each other's.
 * Models without them pass freely.
 *
 * <p><b>Threads</b>: any thread at any time.
 */
final class AdapterGate {

  private static final long CANCEL_CHECK_MILLIS = 20;

  private final Semaphore turn = new Semaphore(1, true);
  private final boolean needed;

  AdapterGate(boolean needed) {
    this.needed = needed;
  }

  /** Waits for a turn, which ends when the pass is closed. */
  Pass enter(BooleanSupplier isCancelled) throws InterruptedException {
    while (needed && !turn.tryAcquire(CANCEL_CHECK_MILLIS, TimeUnit.MILLISECONDS)) {
      if (isCancelled.getAsBoolean()) {
        throw new StatusException(StatusCode.CANCELLED, "the run was cancelled");
      }
    }
    return () -> {
      if (needed) {
        turn.release();
      }
    };
  }

  /** A turn; closing it lets the next run in. */
  @FunctionalInterface
  interface Pass {
    void close();
  }
}
