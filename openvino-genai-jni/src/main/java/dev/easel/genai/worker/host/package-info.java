/**
 * The program's side of a worker process: starts it, speaks with it, watches it, and finds out how
 * it ended.
 *
 * <p>May use: {@code genai}, {@code genai.error}, {@code genai.worker.process}, {@code
 * genai.worker.wire}, {@code picture}.
 */
@NullMarked
package dev.easel.genai.worker.host;

import org.jspecify.annotations.NullMarked;
