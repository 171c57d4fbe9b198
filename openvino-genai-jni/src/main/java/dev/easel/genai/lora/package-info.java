/**
 * Holds LoRA adapters, and how strong each is in a run.
 *
 * <p>May use: {@code genai.bridge}, {@code genai.check}, {@code genai.error}, {@code
 * genai.lora.layer}, {@code genai.runtime}.
 */
@NullMarked
package dev.easel.genai.lora;

import org.jspecify.annotations.NullMarked;
