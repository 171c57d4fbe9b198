/**
 * Keeps what was measured of a model on this machine, and chooses by it how the model is compiled
 * and how many of its runs go on at once.
 *
 * <p>May use: {@code calculators.model}, {@code framework.status}.
 */
@NullMarked
package dev.easel.calculators.generate.tuning;

import org.jspecify.annotations.NullMarked;
