package dev.easel.access;

import java.util.OptionalLong;

/**
 * How much the keys of a group may ask for together; empty means any amount.
 *
 * @param requestsPerMinute requests that run a graph
 * @param pixelsPerMinute pixels of the pictures that are asked for
 * @param pixelStepsPerDay pixels times steps, from midnight to midnight UTC
 */
public record Limits(
    OptionalLong requestsPerMinute, OptionalLong pixelsPerMinute, OptionalLong pixelStepsPerDay) {

  /** No limits. */
  public static final Limits NONE =
      new Limits(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());

  /** Checks that every limit lets something through. */
  public Limits {
    if (requestsPerMinute.orElse(1) < 1
        || pixelsPerMinute.orElse(1) < 1
        || pixelStepsPerDay.orElse(1) < 1) {
      throw new IllegalArgumentException("a limit must be at least 1");
    }
  }
}
