/**
 * Checks a task against what a model can do and its administrator allows; imports {@code
 * calculators.payload} and the scheduler's limits from {@code genai.model}.
 */
@NullMarked
package dev.easel.calculators.request.rule;

import org.jspecify.annotations.NullMarked;
