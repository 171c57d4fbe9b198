/**
 * Knows the layers of a model that adapters can change, and finds them by the names that the files
 * of adapters use, of whatever program.
 *
 * <p>May use: {@code genai.check}, {@code genai.error}, {@code genai.model}.
 */
@NullMarked
package dev.easel.genai.lora.layer;

import org.jspecify.annotations.NullMarked;
