/** Says how a pipeline is opened; imports {@code genai.bridge} and {@code genai.lora}. */
@NullMarked
package dev.easel.genai.options;

import org.jspecify.annotations.NullMarked;
