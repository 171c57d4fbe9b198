package dev.easel.genai.diffusion;

import dev.easel.genai.RgbImages;

/**
 * What a run has made, and how long its prompt was.
 *
 * @param images whoever has the result closes them
 * @param promptTokens as {@link DiffusionModel#countTokens} counts them
 */
public record CountedImages(RgbImages images, int promptTokens) {}
