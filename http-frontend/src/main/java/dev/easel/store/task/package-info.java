/**
 * What a task is and what can be done with one, whichever store keeps it.
 *
 * <p>May use: {@code store.failure}.
 */
@NullMarked
package dev.easel.store.task;

import org.jspecify.annotations.NullMarked;
