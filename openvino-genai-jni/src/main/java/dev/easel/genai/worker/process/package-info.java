/**
 * The worker process itself: it loads models for a program and runs that program's requests until
 * the program goes away.
 *
 * <p>May use: {@code genai}, {@code genai.diffusion}, {@code genai.error}, {@code
 * genai.worker.wire}, {@code picture}.
 */
@NullMarked
package dev.easel.genai.worker.process;

import org.jspecify.annotations.NullMarked;
