/**
 * What time it is for the calculators of a graph.
 *
 * <p>May use: {@code framework.calculator}.
 */
@NullMarked
package dev.easel.framework.time;

import org.jspecify.annotations.NullMarked;
