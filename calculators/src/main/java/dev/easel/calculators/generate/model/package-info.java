/**
 * Defines a model that makes images and a run of it, whatever computes them, with the size, the
 * work and the text of a task's images; imports {@code calculators.payload}, {@code
 * calculators.queue}, {@code genai}, {@code framework.resource} and jackson.
 */
@NullMarked
package dev.easel.calculators.generate.model;

import org.jspecify.annotations.NullMarked;
