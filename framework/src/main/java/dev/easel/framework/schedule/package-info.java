/**
 * Which node of a run is called next, and on which thread; imports {@code framework.node}, {@code
 * framework.scheduler} and what those import.
 */
@NullMarked
package dev.easel.framework.schedule;

import org.jspecify.annotations.NullMarked;
