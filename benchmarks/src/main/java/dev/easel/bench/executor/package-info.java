/**
 * Easel's half of the executor comparison with MediaPipe. Uses jackson-databind.
 *
 * <p>May use: {@code framework.calculator}, {@code framework.config}, {@code framework.graph},
 * {@code framework.packet}.
 */
@NullMarked
package dev.easel.bench.executor;

import org.jspecify.annotations.NullMarked;
