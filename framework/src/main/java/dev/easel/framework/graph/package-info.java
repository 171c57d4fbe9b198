/**
 * Wires one description into one runnable graph and drives its runs; imports every framework
 * package except {@code framework.pool}, {@code framework.core} and {@code framework.script}.
 */
@NullMarked
package dev.easel.framework.graph;

import org.jspecify.annotations.NullMarked;
