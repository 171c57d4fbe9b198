/**
 * Plays a model that computes nothing and takes its time; imports {@code generate.model}, {@code
 * generate.settings}, {@code calculators.payload}, {@code calculators.queue}, {@code genai}, {@code
 * framework.resource} and {@code framework.status}.
 */
@NullMarked
package dev.easel.calculators.generate.simulation;

import org.jspecify.annotations.NullMarked;
