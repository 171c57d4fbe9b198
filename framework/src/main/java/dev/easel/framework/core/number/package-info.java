/**
 * Matrices, and calculators on them and on vectors of numbers.
 *
 * <p>May use: {@code framework.calculator}, {@code framework.core.port}, {@code framework.packet},
 * {@code framework.status}.
 */
@NullMarked
package dev.easel.framework.core.number;

import org.jspecify.annotations.NullMarked;
