/**
 * Wakes those who wait for something in a store to change, and runs the rounds of those who work
 * for one.
 *
 * <p>May use: {@code store.failure}, {@code store.task}.
 */
@NullMarked
package dev.easel.store.signal;

import org.jspecify.annotations.NullMarked;
