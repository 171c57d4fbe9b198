/**
 * Says how a pipeline is opened.
 *
 * <p>May use: {@code genai.bridge}, {@code genai.lora}.
 */
@NullMarked
package dev.easel.genai.options;

import org.jspecify.annotations.NullMarked;
