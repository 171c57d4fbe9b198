/**
 * Runs ready tasks on executors in order; knows only tasks.
 *
 * <p>May use: nothing.
 */
@NullMarked
package dev.easel.framework.scheduler;

import org.jspecify.annotations.NullMarked;
