/**
 * Makes a task's images with the model that a node's options name, and tells of its steps; imports
 * {@code generate.model}, {@code generate.pipeline}, {@code generate.simulation} and {@code
 * generate.settings}, {@code calculators.payload}, {@code calculators.queue}, {@code request.rule},
 * {@code genai} and the framework's calculator API.
 */
@NullMarked
package dev.easel.calculators.generate;

import org.jspecify.annotations.NullMarked;
