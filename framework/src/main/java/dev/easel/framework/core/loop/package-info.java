/**
 * Calculators that take vectors apart into single packets and collect the results; imports {@code
 * core.number}, {@code core.port}, {@code framework.calculator}, {@code framework.packet} and
 * {@code framework.proto}.
 */
@NullMarked
package dev.easel.framework.core.loop;

import org.jspecify.annotations.NullMarked;
