/**
 * JMH benchmarks of encoding images and of the answers that carry them. Uses PNG libraries to
 * compare with, and JMH.
 *
 * <p>May use: {@code calculators.http}, {@code calculators.image.png}, {@code calculators.task},
 * {@code framework.calculator}, {@code framework.config}, {@code framework.graph}, {@code
 * framework.packet}, {@code genai}, {@code genai.options}, {@code picture}.
 */
@NullMarked
package dev.easel.bench.image;

import org.jspecify.annotations.NullMarked;
