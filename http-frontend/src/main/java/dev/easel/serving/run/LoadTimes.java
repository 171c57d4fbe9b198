package dev.easel.serving.run;

import dev.easel.serving.LoadPhase;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How far a load has come, or how it ended.
 *
 * @param begunNanos when it began
 * @param endedNanos when it ended; not looked at while it goes on
 * @param read how much of the model's files is read; empty while that is not known
 * @param unreadNanos when it was last seen that nothing is read
 */
record LoadTimes(
    LoadPhase phase, long begunNanos, long endedNanos, OptionalLong read, long unreadNanos) {

  /** Less of the files than one part of so many tells nothing of the rest. */
  private static final int TELLING = 20;

  /** A load that begins now. */
  static LoadTimes begin() {
    long now = System.nanoTime();
    return new LoadTimes(LoadPhase.WAITING, now, now, OptionalLong.empty(), now);
  }

  /**
   * The same load in another phase, without an end of its own. Its time counts from the first work
   * on, and not from when it was queued behind others.
   */
  LoadTimes at(LoadPhase newPhase) {
    long now = System.nanoTime();
    return newPhase == LoadPhase.READING
        ? new LoadTimes(newPhase, now, now, OptionalLong.empty(), now)
        : new LoadTimes(newPhase, begunNanos, endedNanos, OptionalLong.empty(), now);
  }

  /** The same load when so much of the model's files is read. */
  LoadTimes at(long bytesRead) {
    return new LoadTimes(
        phase,
        begunNanos,
        endedNanos,
        OptionalLong.of(bytesRead),
        bytesRead == 0 ? System.nanoTime() : unreadNanos);
  }

  /**
   * How long it will still go on, by how long it took the last time, else by what is read; empty
   * when it is not at work, or when there is nothing to judge by.
   */
  Optional<Duration> left(Optional<Duration> expected, long modelBytes) {
    if (phase != LoadPhase.READING && phase != LoadPhase.OPENING) {
      return Optional.empty();
    }
    if (expected.isPresent()) {
      Duration left = expected.get().minus(took());
      return Optional.of(left.isNegative() ? Duration.ZERO : left);
    }
    long bytes = read.orElse(0);
    if (bytes == 0 || bytes < modelBytes / TELLING || bytes >= modelBytes) {
      return Optional.empty();
    }
    double rest = (double) (modelBytes - bytes) / bytes;
    return Optional.of(Duration.ofNanos((long) ((System.nanoTime() - unreadNanos) * rest)));
  }

  /** The same load at its end, which is now. */
  LoadTimes ended(LoadPhase newPhase) {
    long now = System.nanoTime();
    return new LoadTimes(newPhase, begunNanos, now, OptionalLong.empty(), now);
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
