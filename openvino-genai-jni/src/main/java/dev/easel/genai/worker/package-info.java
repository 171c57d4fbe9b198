/**
 * Loads models in worker processes, and again when one of these has ended.
 *
 * <p>May use: {@code genai}, {@code genai.diffusion}, {@code genai.error}, {@code
 * genai.worker.host}, {@code genai.worker.wire}, {@code picture}.
 */
@NullMarked
package dev.easel.genai.worker;

import org.jspecify.annotations.NullMarked;
