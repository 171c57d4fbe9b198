package dev.easel.genai.diffusion;

import dev.easel.genai.PerformanceMetrics;
import dev.easel.picture.RgbImages;

/**
 * What a run has made, how long its prompt was, and what it cost.
 *
 * @param images whoever has the result closes them
 * @param promptTokens as {@link DiffusionModel#countTokens} counts them; 0 when they were not to be
 *     counted
 * @param metrics what GenAI measured of the run
 */
public record MadeImages(RgbImages images, int promptTokens, PerformanceMetrics metrics) {}
