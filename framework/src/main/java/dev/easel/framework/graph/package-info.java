/**
 * A graph that an application runs, and what it gives it; imports {@code framework.config}, {@code
 * framework.run} and what those import.
 */
@NullMarked
package dev.easel.framework.graph;

import org.jspecify.annotations.NullMarked;
