/**
 * Of which distributed trace a request is a part.
 *
 * <p>May use: nothing.
 */
@NullMarked
package dev.easel.calculators.trace;

import org.jspecify.annotations.NullMarked;
