package dev.easel.framework.live;

/**
 * A run that is going on, as far as those who look on see it.
 *
 * <p><b>Threads:</b> any, while the run goes on; what is read may be a moment old.
 */
public interface LiveRun {

  /** Adds how many packets wait before each input of each node. */
  void addQueued(long[][] queued);

  /** Adds how many packets each stream has carried, by the streams' numbers. */
  void addSent(long[] sent);
}
