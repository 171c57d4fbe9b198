/**
 * Calculators that let packets pass, hold them back or drop them; imports {@code core.port}, {@code
 * framework.calculator}, {@code framework.name}, {@code framework.packet} and {@code
 * framework.proto}.
 */
@NullMarked
package dev.easel.framework.core.flow;

import org.jspecify.annotations.NullMarked;
