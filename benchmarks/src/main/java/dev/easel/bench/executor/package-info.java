/**
 * Easel's half of the executor comparison with MediaPipe; may import {@code framework} and
 * jackson-databind.
 */
@NullMarked
package dev.easel.bench.executor;

import org.jspecify.annotations.NullMarked;
