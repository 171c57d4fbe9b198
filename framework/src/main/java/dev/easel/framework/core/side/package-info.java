/**
 * Calculators that make side packets, turn them into streams and streams into them, and hand
 * packets to callbacks; imports {@code core.port}, {@code framework.calculator}, {@code
 * framework.packet}, {@code framework.proto} and {@code framework.status}.
 */
@NullMarked
package dev.easel.framework.core.side;

import org.jspecify.annotations.NullMarked;
