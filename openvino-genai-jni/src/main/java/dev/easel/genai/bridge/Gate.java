package dev.easel.genai.bridge;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Lets one run at a time apply LoRA adapters: GenAI keeps what it applied once for a pipeline and
 * all its clones. The adapters are applied before the first step, so a run leaves the gate with its
 * first step and others go on beside it.
 *
 * <p><b>Threads</b>: any; a run may leave on another thread than it came on.
 */
public final class Gate {
  private final Semaphore one = new Semaphore(1, true);
  private final boolean needed;

  /** A gate that stands open where it is not needed. */
  public Gate(boolean needed) {
    this.needed = needed;
  }

  /** Whether runs have to wait for each other at all. */
  public boolean isNeeded() {
    return needed;
  }

  /** Waits until no other run is inside. */
  public Pass enter() {
    if (needed) {
      one.acquireUninterruptibly();
    }
    return new Pass();
  }

  /** One run inside the gate; closing it leaves, and closing again does nothing. */
  public final class Pass implements AutoCloseable {
    private final AtomicBoolean left = new AtomicBoolean(!needed);

    private Pass() {}

    @Override
    public void close() {
      if (left.compareAndSet(false, true)) {
        one.release();
      }
    }
  }
}
