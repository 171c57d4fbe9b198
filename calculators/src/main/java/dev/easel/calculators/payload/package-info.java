/**
 * Records that cross the borders between calculators and between a graph and its server: request
 * body and parts, image task, pixels, encoded answer; imports nothing but {@code framework.status},
 * the key of a service from {@code framework.calculator} and {@code genai} for pixels.
 */
@NullMarked
package dev.easel.calculators.payload;

import org.jspecify.annotations.NullMarked;
