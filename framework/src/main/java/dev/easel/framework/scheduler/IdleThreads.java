package dev.easel.framework.scheduler;

/**
 * Whether others need the cores, as far as the threads that share this know.
 *
 * <p><b>Threads:</b> any.
 */
public final class IdleThreads {
  private static final long LASTS_NANOS = 300_000_000;

  private volatile long seenAt = System.nanoTime() - LASTS_NANOS;

  /** Nobody has been seen yet. */
  public IdleThreads() {}

  void seen(long now) {
    seenAt = now;
  }

  boolean isThere(long now) {
    return now - seenAt < LASTS_NANOS;
  }
}
