/**
 * Registers the calculators of the image road.
 *
 * <p>May use: {@code calculators.generate}, {@code calculators.image}, {@code calculators.queue},
 * {@code calculators.request}, {@code calculators.respond}, {@code calculators.stage}, {@code
 * calculators.upstream}, {@code framework.calculator}.
 */
@NullMarked
package dev.easel.calculators;

import org.jspecify.annotations.NullMarked;
