/**
 * Makes a task's images with the model that a node's options name, and tells of its steps.
 *
 * <p>May use: {@code calculators.generate.model}, {@code calculators.generate.pipeline}, {@code
 * calculators.generate.settings}, {@code calculators.generate.simulation}, {@code
 * calculators.http}, {@code calculators.queue}, {@code calculators.request.rule}, {@code
 * calculators.task}, {@code framework.calculator}, {@code framework.packet}, {@code
 * framework.pool}, {@code framework.resource}, {@code framework.status}, {@code genai}, {@code
 * picture}.
 */
@NullMarked
package dev.easel.calculators.generate;

import org.jspecify.annotations.NullMarked;
