/**
 * Gives {@code AutoCloseable} handles to OpenVINO GenAI's image pipelines.
 *
 * <p>May use: {@code genai.bridge}, {@code genai.check}, {@code genai.error}, {@code genai.lora},
 * {@code genai.model}, {@code genai.options}, {@code genai.runtime}, {@code picture}.
 */
@NullMarked
package dev.easel.genai;

import org.jspecify.annotations.NullMarked;
