/**
 * Calculators that let packets pass, hold them back or drop them.
 *
 * <p>May use: {@code framework.calculator}, {@code framework.core.port}, {@code framework.name},
 * {@code framework.packet}.
 */
@NullMarked
package dev.easel.framework.core.flow;

import org.jspecify.annotations.NullMarked;
