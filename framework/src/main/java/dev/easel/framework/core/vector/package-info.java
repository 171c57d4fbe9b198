/**
 * Calculators that join, split, cut and index vectors and protocol messages that are lists.
 *
 * <p>May use: {@code framework.calculator}, {@code framework.core.number}, {@code
 * framework.core.port}, {@code framework.packet}, {@code framework.status}.
 */
@NullMarked
package dev.easel.framework.core.vector;

import org.jspecify.annotations.NullMarked;
