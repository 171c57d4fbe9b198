/**
 * What a model of images can do, for those who do not run it.
 *
 * <p>May use: {@code calculators.task}, {@code calculators.task.step}, {@code genai.diffusion},
 * {@code genai.model}.
 */
@NullMarked
package dev.easel.calculators.model;

import org.jspecify.annotations.NullMarked;
