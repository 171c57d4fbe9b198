/**
 * JMH benchmarks of encoding pictures and of the answers that carry them; may import {@code
 * framework}, {@code calculators}, {@code genai}, PNG libraries to compare with, and JMH.
 */
@NullMarked
package dev.easel.bench.image;

import org.jspecify.annotations.NullMarked;
