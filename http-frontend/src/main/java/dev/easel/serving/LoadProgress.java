package dev.easel.serving;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How far a servable's last load got.
 *
 * @param phase where it is
 * @param took the time from the load's first work to its end, or to now while it lasts; while it is
 *     queued, how long it has been
 * @param waiting how many requests wait for it
 * @param modelBytes the size of the files that it loads; 0 while that is not known
 * @param bytesRead how much of them is read; empty when no model is being opened, or when that
 *     cannot be seen
 * @param expected how long its load took the last time; empty before the first one
 * @param left how long the load will still go on, by estimate; empty when there is nothing to judge
 *     by, and when the load is not at work
 */
public record LoadProgress(
    LoadPhase phase,
    Duration took,
    int waiting,
    long modelBytes,
    OptionalLong bytesRead,
    Optional<Duration> expected,
    Optional<Duration> left) {

  private static final double MILLIS = 1000;

  /** The same in words, for somebody who waits. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(phase.name().toLowerCase(Locale.ROOT)).append(" for ").append(seconds(took));
    if (bytesRead.isPresent()) {
      text.append(", %d of %d bytes read".formatted(bytesRead.getAsLong(), modelBytes));
    } else if (modelBytes > 0) {
      text.append(", ").append(modelBytes).append(" bytes of files");
    }
    expected.ifPresent(
        last -> text.append(", it took ").append(seconds(last)).append(" the last time"));
    left.ifPresent(time -> text.append(", about ").append(seconds(time)).append(" left"));
    return text.toString();
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.1f s", time.toMillis() / MILLIS);
  }
}
