/**
 * Calculators that bring several streams together or choose among them; imports {@code core.port},
 * {@code framework.calculator}, {@code framework.packet} and {@code framework.proto}.
 */
@NullMarked
package dev.easel.framework.core.join;

import org.jspecify.annotations.NullMarked;
