/**
 * Encoded images to the response's body; imports {@code calculators.payload}, the framework's
 * calculator API and jackson.
 */
@NullMarked
package dev.easel.calculators.respond;

import org.jspecify.annotations.NullMarked;
