/**
 * Keeps files that clients upload, and those that batches write, in a store of records.
 *
 * <p>May use: {@code store.record}.
 */
@NullMarked
package dev.easel.task.file;

import org.jspecify.annotations.NullMarked;
