/**
 * Runs batches: files whose lines are requests, each of which becomes a task that waits until
 * nobody else wants its servable.
 *
 * <p>May use: {@code framework.status}, {@code store.record}, {@code store.signal}, {@code
 * store.task}, {@code task}, {@code task.file}.
 */
@NullMarked
package dev.easel.task.batch;

import org.jspecify.annotations.NullMarked;
