/**
 * Calculators that bring several streams together or choose among them.
 *
 * <p>May use: {@code framework.calculator}, {@code framework.core.port}, {@code framework.packet}.
 */
@NullMarked
package dev.easel.framework.core.join;

import org.jspecify.annotations.NullMarked;
