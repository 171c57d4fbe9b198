/**
 * Subgraphs that choose among nodes or chain them, and the calculators that route packets to the
 * chosen one; imports {@code core.port}, {@code framework.calculator}, {@code framework.name},
 * {@code framework.packet}, {@code framework.proto} and {@code framework.status}.
 */
@NullMarked
package dev.easel.framework.core.choice;

import org.jspecify.annotations.NullMarked;
