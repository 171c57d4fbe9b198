/**
 * Calculators that take vectors apart into single packets and collect the results.
 *
 * <p>May use: {@code framework.calculator}, {@code framework.core.number}, {@code
 * framework.core.port}, {@code framework.packet}.
 */
@NullMarked
package dev.easel.framework.core.loop;

import org.jspecify.annotations.NullMarked;
