package dev.easel.calculators.queue;

import java.util.OptionalInt;

/**
 * How much of a model's time and memory tasks may take.
 *
 * @param concurrent how many run at once; empty for one, or two where what has run shows that it is
 *     worth it
 * @param waiting how many may wait for one of them to end
 * @param waitingPerCaller how many of those may be one caller's
 * @param runBytes what all that run may hold together, by estimate
 * @param waitingBytes what the decoded images of those that wait may take together
 * @param secondsPerUnit how long a unit of {@link Workload#units} took when it was measured; 0 when
 *     it was not
 */
public record QueueLimits(
    OptionalInt concurrent,
    int waiting,
    int waitingPerCaller,
    long runBytes,
    long waitingBytes,
    double secondsPerUnit) {

  /** Checks that a task can begin at all. */
  public QueueLimits {
    if (concurrent.orElse(1) < 1
        || waiting < 0
        || waitingPerCaller < 0
        || runBytes < 1
        || waitingBytes < 0) {
      throw new IllegalArgumentException(
          "these limits let nothing run: %s %d %d %d %d"
              .formatted(concurrent, waiting, waitingPerCaller, runBytes, waitingBytes));
    }
  }
}
