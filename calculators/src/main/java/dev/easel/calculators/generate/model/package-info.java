/**
 * Defines a model that makes images and a run of it, whatever computes them, with the size, the
 * work and the text of a task's images.
 *
 * <p>May use: {@code calculators.http}, {@code calculators.model}, {@code calculators.queue},
 * {@code calculators.task}, {@code calculators.task.step}, {@code framework.resource}, {@code
 * genai}, {@code picture}.
 */
@NullMarked
package dev.easel.calculators.generate.model;

import org.jspecify.annotations.NullMarked;
