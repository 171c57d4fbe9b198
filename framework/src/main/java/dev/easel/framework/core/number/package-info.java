/**
 * Matrices, and calculators on them and on vectors of numbers; imports {@code core.port}, {@code
 * framework.calculator}, {@code framework.proto} and {@code framework.status}.
 */
@NullMarked
package dev.easel.framework.core.number;

import org.jspecify.annotations.NullMarked;
