/**
 * Reads and checks a node's options and the folder of the model that they name; imports {@code
 * calculators.payload}, {@code calculators.queue} for its limits, {@code genai.model}, {@code
 * framework.resource}, {@code framework.status} and jackson.
 */
@NullMarked
package dev.easel.calculators.generate.settings;

import org.jspecify.annotations.NullMarked;
