/**
 * Replaces the subgraphs of a graph by their nodes and carries options into them; imports {@code
 * framework.calculator}, {@code framework.name}, {@code framework.options}, {@code
 * framework.packet}, {@code framework.proto}, {@code framework.status} and {@code framework.text}.
 */
@NullMarked
package dev.easel.framework.expand;

import org.jspecify.annotations.NullMarked;
