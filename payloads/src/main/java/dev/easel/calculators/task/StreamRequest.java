package dev.easel.calculators.task;

/**
 * How a task's answer is to be streamed.
 *
 * @param partialImages how many unfinished images to show on the way, 0 to 3
 * @param progress whether to tell of every step
 */
public record StreamRequest(int partialImages, boolean progress) {

  /** OpenAI's bound. */
  public static final int MOST_PARTIAL_IMAGES = 3;

  /** Checks the bound. */
  public StreamRequest {
    if (partialImages < 0 || partialImages > MOST_PARTIAL_IMAGES) {
      throw new IllegalArgumentException(partialImages + " partial images are not 0 to 3");
    }
  }
}
