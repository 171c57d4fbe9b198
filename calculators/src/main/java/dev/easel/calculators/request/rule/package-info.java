/**
 * Checks a task against what a model can do and its administrator allows.
 *
 * <p>May use: {@code calculators.http}, {@code calculators.model}, {@code calculators.task}, {@code
 * genai.diffusion}, {@code genai.model}.
 */
@NullMarked
package dev.easel.calculators.request.rule;

import org.jspecify.annotations.NullMarked;
