/**
 * Counts what the runs of a graph do while they do it, for those who look on.
 *
 * <p>May use: {@code framework.packet}, {@code framework.plan}.
 */
@NullMarked
package dev.easel.framework.live;

import org.jspecify.annotations.NullMarked;
