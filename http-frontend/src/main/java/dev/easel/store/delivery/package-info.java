/**
 * What is told of a task's end to those who asked for it, and how far that is.
 *
 * <p>May use: {@code store.task}.
 */
@NullMarked
package dev.easel.store.delivery;

import org.jspecify.annotations.NullMarked;
