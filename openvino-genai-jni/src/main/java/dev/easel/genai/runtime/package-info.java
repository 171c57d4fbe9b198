/**
 * Finds and loads the native libraries.
 *
 * <p>May use: {@code genai.error}.
 */
@NullMarked
package dev.easel.genai.runtime;

import org.jspecify.annotations.NullMarked;
