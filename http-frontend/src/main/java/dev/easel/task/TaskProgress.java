package dev.easel.task;

/**
 * How far a task is that runs on this server.
 *
 * @param position where it stands in the line of its model; 0 when it does not wait
 * @param step how many steps are done
 * @param steps how many there are; 0 while that is not known
 * @param secondsLeft by estimate
 * @param atNanos when that was so
 */
public record TaskProgress(int position, int step, int steps, double secondsLeft, long atNanos) {

  /** Nothing is known yet. */
  static TaskProgress unknown() {
    return new TaskProgress(0, 0, 0, -1, System.nanoTime());
  }

  /** The estimate as it is now; negative when there is none. */
  public double secondsLeftNow() {
    return secondsLeft < 0
        ? secondsLeft
        : Math.max(0, secondsLeft - (System.nanoTime() - atNanos) / 1e9);
  }
}
