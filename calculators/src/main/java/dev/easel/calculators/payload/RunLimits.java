package dev.easel.calculators.payload;

/**
 * How much of a model's time and memory requests may take.
 *
 * @param concurrent how many runs at once
 * @param waiting how many requests may wait for one of them to end
 * @param waitingPerCaller how many of those may be one caller's
 * @param memoryBytes what all runs together may hold, by estimate
 * @param secondsPerUnit how long a unit of {@link Workload#units} took when it was measured; 0 when
 *     it was not
 */
public record RunLimits(
    int concurrent, int waiting, int waitingPerCaller, long memoryBytes, double secondsPerUnit) {

  /** Checks that a run can begin at all. */
  public RunLimits {
    if (concurrent < 1 || waiting < 0 || waitingPerCaller < 0 || memoryBytes < 1) {
      throw new IllegalArgumentException(
          "these limits let nothing run: " + concurrent + " " + waiting + " " + memoryBytes);
    }
  }
}
