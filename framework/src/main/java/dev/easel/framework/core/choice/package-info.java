/**
 * Subgraphs that choose among nodes or chain them, and the calculators that route packets to the
 * chosen one.
 *
 * <p>May use: {@code framework.calculator}, {@code framework.core.port}, {@code framework.name},
 * {@code framework.packet}, {@code framework.status}.
 */
@NullMarked
package dev.easel.framework.core.choice;

import org.jspecify.annotations.NullMarked;
