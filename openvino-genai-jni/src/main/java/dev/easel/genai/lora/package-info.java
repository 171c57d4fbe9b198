/**
 * Holds LoRA adapters, and how strong each is in a run; imports {@code genai.bridge}, {@code
 * genai.error} and {@code genai.runtime}.
 */
@NullMarked
package dev.easel.genai.lora;

import org.jspecify.annotations.NullMarked;
