package dev.easel.serving;

/**
 * How busy the models of a servable are.
 *
 * @param concurrent how many requests they work on at once
 * @param running how many they work on now
 * @param runningBytes what those hold, by estimate
 * @param waiting how many wait for that
 * @param waitingSeconds how long they will work on those that wait, by estimate
 */
public record Occupancy(
    int concurrent, int running, long runningBytes, int waiting, double waitingSeconds) {

  /** Of a servable that has no model with a line, or that is not loaded: it takes one at a time. */
  public static final Occupancy UNKNOWN = new Occupancy(1, 0, 0, 0, 0);

  /** Whether a request that comes now would begin at once. */
  public boolean isFree() {
    return running + waiting < concurrent;
  }
}
