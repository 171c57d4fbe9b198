/**
 * Tells in exceptions what OpenVINO GenAI refused or was stopped in.
 *
 * <p>May use: nothing.
 */
@NullMarked
package dev.easel.genai.error;

import org.jspecify.annotations.NullMarked;
