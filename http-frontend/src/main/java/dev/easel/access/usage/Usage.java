package dev.easel.access.usage;

/**
 * What was asked for; negative where something is given back.
 *
 * @param requests requests that ran a graph
 * @param pixels pixels of the pictures
 * @param pixelSteps pixels times steps
 */
public record Usage(long requests, long pixels, long pixelSteps) {

  /** Nothing. */
  public static final Usage NONE = new Usage(0, 0, 0);

  /** Both together. */
  public Usage plus(Usage other) {
    return new Usage(
        requests + other.requests, pixels + other.pixels, pixelSteps + other.pixelSteps);
  }

  /** What takes this back. */
  public Usage negated() {
    return new Usage(-requests, -pixels, -pixelSteps);
  }
}
