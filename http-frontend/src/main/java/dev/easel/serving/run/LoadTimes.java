package dev.easel.serving.run;

import dev.easel.serving.LoadPhase;
import java.time.Duration;

/**
 * How far a load has come, or how it ended.
 *
 * @param begunNanos when it began
 * @param endedNanos when it ended; not looked at while it goes on
 */
record LoadTimes(LoadPhase phase, long begunNanos, long endedNanos) {

  /** A load that begins now. */
  static LoadTimes begin() {
    long now = System.nanoTime();
    return new LoadTimes(LoadPhase.WAITING, now, now);
  }

  /**
   * The same load in another phase, without an end of its own. Its time counts from the first work
   * on, and not from when it was queued behind others.
   */
  LoadTimes at(LoadPhase newPhase) {
    if (newPhase == LoadPhase.READING) {
      long now = System.nanoTime();
      return new LoadTimes(newPhase, now, now);
    }
    return new LoadTimes(newPhase, begunNanos, endedNanos);
  }

  /** The same load at its end, which is now. */
  LoadTimes ended(LoadPhase newPhase) {
    return new LoadTimes(newPhase, begunNanos, System.nanoTime());
  }

  boolean isGoingOn() {
    return phase.compareTo(LoadPhase.LOADED) < 0;
  }

  /** How long it has taken. */
  Duration took() {
    return Duration.ofNanos((isGoingOn() ? System.nanoTime() : endedNanos) - begunNanos);
  }

  /** What has another phase than it may have must not exist. */
  void check(boolean isRight) {
    if (!isRight) {
      throw new IllegalStateException("a servable cannot be like this in the phase " + phase);
    }
  }
}
