package dev.easel.serving;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * How far a servable's last load got.
 *
 * @param phase where it is
 * @param took the time from the load's first work to its end, or to now while it lasts; while it is
 *     queued, how long it has been
 * @param waiting how many requests wait for it
 * @param modelBytes the size of the files that it loads; 0 while that is not known
 * @param expected how long its load took the last time; empty before the first one
 */
public record LoadProgress(
    LoadPhase phase, Duration took, int waiting, long modelBytes, Optional<Duration> expected) {

  private static final double MILLIS = 1000;

  /** The same in words, for somebody who waits. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(phase.name().toLowerCase(Locale.ROOT));
    text.append(String.format(Locale.ROOT, " for %.1f s", took.toMillis() / MILLIS));
    if (modelBytes > 0) {
      text.append(", ").append(modelBytes).append(" bytes of files");
    }
    expected.ifPresent(
        last ->
            text.append(
                String.format(
                    Locale.ROOT, ", it took %.1f s the last time", last.toMillis() / MILLIS)));
    return text.toString();
  }
}
