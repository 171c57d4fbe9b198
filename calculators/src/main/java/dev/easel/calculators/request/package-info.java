/**
 * Turns a request's bytes into a validated image task.
 *
 * <p>May use: {@code calculators.http}, {@code calculators.image}, {@code calculators.media},
 * {@code calculators.model}, {@code calculators.request.field}, {@code calculators.request.rule},
 * {@code calculators.task}, {@code calculators.task.step}, {@code framework.calculator}, {@code
 * framework.packet}, {@code framework.pool}, {@code genai.diffusion}.
 */
@NullMarked
package dev.easel.calculators.request;

import org.jspecify.annotations.NullMarked;
