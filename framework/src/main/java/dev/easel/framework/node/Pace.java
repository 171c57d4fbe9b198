package dev.easel.framework.node;

/**
 * What is known of how long a node's calls take: whether they are so short that another thread
 * would cost more than it brings.
 *
 * <p>A node is trusted after a number of short calls in a row. After that one call in many is
 * timed, since asking for the time takes as long as a short call; a single long one ends the trust.
 *
 * <p><b>Threads:</b> the owner of a run of the graph, of which there is one at a time.
 */
public final class Pace {
  /** Handing a node over to another thread takes about half of this. */
  private static final long SHORT_NANOS = 1_000;

  private static final int TRUSTED_AFTER = 16;
  private static final int SAMPLED_EVERY = 64;

  private int shortInARow;
  private int untilSample = SAMPLED_EVERY;

  Pace() {}

  /** Whether the next call will be short, as far as is known. */
  public boolean isShort() {
    return shortInARow == TRUSTED_AFTER;
  }

  /** Whether the next call of a node whose calls are short is to be timed. */
  public boolean isSampleDue() {
    return --untilSample == 0;
  }

  /** A call took so long. */
  public void took(long nanos) {
    untilSample = SAMPLED_EVERY;
    if (nanos >= SHORT_NANOS) {
      shortInARow = 0;
    } else if (shortInARow < TRUSTED_AFTER) {
      shortInARow++;
    }
  }
}
