package dev.easel.calculators.payload;

import java.util.Objects;

/**
 * How a task's pictures are to be delivered.
 *
 * @param format the file format
 * @param quality of a lossy format, 0 to 100
 * @param asUrl whether the answer names URLs instead of carrying the files
 */
public record OutputRequest(ImageFormat format, int quality, boolean asUrl) {

  /** PNG files inside the answer. */
  public static final OutputRequest DEFAULT = new OutputRequest(ImageFormat.PNG, 100, false);

  /** Checks the quality's range. */
  public OutputRequest {
    Objects.requireNonNull(format, "format");
    if (quality < 0 || quality > 100) {
      throw new IllegalArgumentException("quality " + quality + " is not in 0 to 100");
    }
  }
}
