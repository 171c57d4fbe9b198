/**
 * Plays a model that computes nothing and takes its time.
 *
 * <p>May use: {@code calculators.generate.model}, {@code calculators.generate.settings}, {@code
 * calculators.http}, {@code calculators.model}, {@code calculators.queue}, {@code
 * calculators.task}, {@code framework.resource}, {@code framework.status}, {@code genai}, {@code
 * genai.diffusion}, {@code genai.model}, {@code picture}.
 */
@NullMarked
package dev.easel.calculators.generate.simulation;

import org.jspecify.annotations.NullMarked;
