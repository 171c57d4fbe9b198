/**
 * Records that cross the borders between calculators and between a graph and its server: request
 * body and parts, image task, pixels, encoded answer.
 *
 * <p>May use: {@code framework.calculator}, {@code framework.status}, {@code genai}, {@code
 * genai.model}.
 */
@NullMarked
package dev.easel.calculators.payload;

import org.jspecify.annotations.NullMarked;
