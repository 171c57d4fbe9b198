/**
 * A checked graph as runs need it.
 *
 * <p>May use: {@code framework.calculator}, {@code framework.options}, {@code framework.packet},
 * {@code framework.policy}, {@code framework.side}.
 */
@NullMarked
package dev.easel.framework.plan;

import org.jspecify.annotations.NullMarked;
