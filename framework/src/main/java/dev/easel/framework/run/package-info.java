/**
 * One run of a graph, from start to end: wires nodes and streams, takes orders from outside, tells
 * observers and pollers, ends; imports {@code framework.schedule}, {@code framework.node}, {@code
 * framework.stream} and what those import.
 */
@NullMarked
package dev.easel.framework.run;

import org.jspecify.annotations.NullMarked;
