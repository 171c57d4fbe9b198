/**
 * Which node of a run is called next, and on which thread.
 *
 * <p>May use: {@code framework.node}, {@code framework.scheduler}.
 */
@NullMarked
package dev.easel.framework.schedule;

import org.jspecify.annotations.NullMarked;
