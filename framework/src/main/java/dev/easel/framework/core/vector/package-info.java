/**
 * Calculators that join, split, cut and index vectors and protocol messages that are lists; imports
 * {@code core.number}, {@code core.port}, {@code framework.calculator}, {@code framework.proto} and
 * {@code framework.status}.
 */
@NullMarked
package dev.easel.framework.core.vector;

import org.jspecify.annotations.NullMarked;
