/**
 * Calculators that make side packets, turn them into streams and streams into them, and hand
 * packets to callbacks.
 *
 * <p>May use: {@code framework.calculator}, {@code framework.core.port}, {@code framework.packet},
 * {@code framework.status}.
 */
@NullMarked
package dev.easel.framework.core.side;

import org.jspecify.annotations.NullMarked;
