package dev.easel.framework.scheduler;

/**
 * How long a thread that has nothing to do looks again before it sleeps: longer than the other side
 * of a hand-off takes to answer, because sleeping and being woken costs more than that, and much
 * shorter than anything that an idle machine would notice.
 *
 * <p><b>Threads:</b> one at a time.
 */
public final class Patience {
  private static final long NANOS = 50_000;

  /** Looking at the clock costs about as much as this many looks at a field. */
  private static final int LOOKS = 16;

  /** Alone on a machine's only core, nobody else could bring what is waited for. */
  private static final boolean IS_USEFUL = Runtime.getRuntime().availableProcessors() > 1;

  private int looks;
  private long begun;
  private long waited;

  /** Waits for a moment; false when it is time to sleep. */
  @SuppressWarnings("ThreadPriorityCheck") // yields for a moment, then sleeps
  public boolean goOn() {
    if (looks++ % LOOKS == 0) {
      long now = System.nanoTime();
      begun = looks == 1 ? now : begun;
      waited = now - begun;
    }
    if (waited > NANOS || !IS_USEFUL) {
      return false;
    }
    // Not a spin: the other side may be waiting for this very core, on which it would otherwise get
    // its turn only after the spin.
    Thread.yield();
    return true;
  }
}
