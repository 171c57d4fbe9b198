package dev.easel.genai;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Lets one run at a time apply LoRA adapters: GenAI keeps what it applied once for a pipeline and
 * all its clones. The adapters are applied before the first step, so a run leaves the gate with its
 * first step and others go on beside it.
 */
final class Gate {
  private final Semaphore one = new Semaphore(1, true);
  private final boolean needed;

  Gate(boolean needed) {
    this.needed = needed;
  }

  boolean isNeeded() {
    return needed;
  }

  Pass enter() {
    if (needed) {
      one.acquireUninterruptibly();
    }
    return new Pass();
  }

  /** One run inside the gate. */
  final class Pass implements AutoCloseable {
    private final AtomicBoolean left = new AtomicBoolean(!needed);

    @Override
    public void close() {
      if (left.compareAndSet(false, true)) {
        one.release();
      }
    }
  }
}
