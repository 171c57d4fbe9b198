package dev.easel.genai.options;

import dev.easel.genai.bridge.Checks;

/**
 * Fixes the shapes of a pipeline's models before they are compiled: faster, and a must on NPU, but
 * the pipeline then makes only such images.
 *
 * @param numImagesPerPrompt images per run
 * @param height in pixels
 * @param width in pixels
 * @param guidanceScale only whether it is above 1 counts
 */
public record StaticShape(int numImagesPerPrompt, int height, int width, float guidanceScale) {
  /** Checks the values. */
  public StaticShape {
    Checks.between("numImagesPerPrompt", numImagesPerPrompt, 1, Checks.MAX_IMAGES);
    Checks.between("height", height, 1, Checks.MAX_SIDE);
    Checks.between("width", width, 1, Checks.MAX_SIDE);
    Checks.between("guidanceScale", guidanceScale, 0, Float.MAX_VALUE);
  }
}
