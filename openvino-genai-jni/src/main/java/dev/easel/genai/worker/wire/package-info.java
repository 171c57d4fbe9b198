/**
 * What a program and its worker process exchange: messages over a Unix socket, and pixels in files
 * that lie in memory.
 *
 * <p>May use: {@code genai}, {@code genai.diffusion}, {@code genai.lora}, {@code genai.options},
 * {@code picture}.
 */
@NullMarked
package dev.easel.genai.worker.wire;

import org.jspecify.annotations.NullMarked;
