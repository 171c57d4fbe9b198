/**
 * Encoded pictures to the response's body. Uses jackson.
 *
 * <p>May use: {@code calculators.payload}, {@code framework.calculator}.
 */
@NullMarked
package dev.easel.calculators.respond;

import org.jspecify.annotations.NullMarked;
