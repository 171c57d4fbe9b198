package dev.easel.calculators.task;

import java.util.Objects;
import java.util.Optional;

/**
 * How a task's images are to be delivered.
 *
 * @param format the file format
 * @param quality of a lossy format, 0 to 100
 * @param asUrl whether the answer names URLs instead of carrying the files
 * @param stream how to stream the answer; absent for one that comes as a whole
 */
public record OutputRequest(
    ImageFormat format, int quality, boolean asUrl, Optional<StreamRequest> stream) {

  /** PNG files inside the answer. */
  public static final OutputRequest DEFAULT =
      new OutputRequest(ImageFormat.PNG, 100, false, Optional.empty());

  /** Checks the quality's range. */
  public OutputRequest {
    Objects.requireNonNull(format, "format");
    Objects.requireNonNull(stream, "stream");
    if (quality < 0 || quality > 100) {
      throw new IllegalArgumentException("quality " + quality + " is not in 0 to 100");
    }
  }
}
