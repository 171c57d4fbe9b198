/**
 * Replaces the subgraphs of a graph by their nodes and carries options into them.
 *
 * <p>May use: {@code framework.calculator}, {@code framework.name}, {@code framework.options},
 * {@code framework.packet}, {@code framework.status}, {@code framework.text}.
 */
@NullMarked
package dev.easel.framework.expand;

import org.jspecify.annotations.NullMarked;
