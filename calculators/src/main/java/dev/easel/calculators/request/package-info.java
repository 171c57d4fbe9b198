/**
 * Request bytes to a validated image task. Uses jackson.
 *
 * <p>May use: {@code calculators.payload}, {@code framework.calculator}, {@code framework.packet},
 * {@code framework.pool}, {@code genai.model}.
 */
@NullMarked
package dev.easel.calculators.request;

import org.jspecify.annotations.NullMarked;
