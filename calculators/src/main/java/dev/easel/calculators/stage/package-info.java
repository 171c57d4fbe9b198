/**
 * Makes of one task's images the task of a further stage; imports {@code calculators.payload},
 * {@code genai} for pixels and the framework's calculator API.
 */
@NullMarked
package dev.easel.calculators.stage;

import org.jspecify.annotations.NullMarked;
