/**
 * Encoded images to the response's body.
 *
 * <p>May use: {@code calculators.http}, {@code calculators.task}, {@code framework.calculator}.
 */
@NullMarked
package dev.easel.calculators.respond;

import org.jspecify.annotations.NullMarked;
