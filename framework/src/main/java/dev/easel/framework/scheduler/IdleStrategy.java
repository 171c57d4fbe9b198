package dev.easel.framework.scheduler;

/**
 * How long a thread that has nothing to do looks again before it sleeps: longer than the other side
 * of a hand-off takes to answer, because sleeping and being woken costs more than that, and much
 * shorter than anything that an idle machine would notice.
 *
 * <p><b>Threads:</b> one at a time.
 */
public final class IdleStrategy {
  private static final long NANOS = 50_000;

  /**
   * Whoever comes back later than this from giving up the core shares it with a thread that is
   * busy. The operating system wakes a sleeper on a free core, or in place of the busy one; who
   * stays awake and gives way gets a turn after milliseconds.
   */
  private static final long CROWDED_NANOS = 1_000_000;

  /** Alone on a machine's only core, nobody else could bring what is waited for. */
  private static final boolean IS_USEFUL = Runtime.getRuntime().availableProcessors() > 1;

  private final IdleThreads idle;
  private boolean hasBegun;
  private long begun;
  private long last;

  /** One that has not waited yet, and does not wait while there is a {@code idle}. */
  public IdleStrategy(IdleThreads idle) {
    this.idle = idle;
  }

  /** Waits for a moment; false when it is time to sleep. */
  @SuppressWarnings("ThreadPriorityCheck") // yields for a moment, then sleeps
  public boolean goOn() {
    long now = System.nanoTime();
    if (!hasBegun) {
      hasBegun = true;
      begun = now;
      if (!IS_USEFUL || idle.isThere(now)) {
        return false;
      }
    } else if (now - last > CROWDED_NANOS) {
      idle.seen(now);
      return false;
    } else if (now - begun > NANOS) {
      return false;
    }
    last = now;
    // Not a spin: the other side may be waiting for this very core, on which it would otherwise get
    // its turn only after the spin.
    Thread.yield();
    return true;
  }
}
