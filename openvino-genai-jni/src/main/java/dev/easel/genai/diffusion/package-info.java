/**
 * Loads a model with all its pipelines as one thing, and runs requests on it at the same time.
 *
 * <p>May use: {@code genai}, {@code genai.bridge}, {@code genai.error}, {@code genai.lora}, {@code
 * genai.lora.layer}, {@code genai.model}, {@code genai.options}, {@code picture}.
 */
@NullMarked
package dev.easel.genai.diffusion;

import org.jspecify.annotations.NullMarked;
