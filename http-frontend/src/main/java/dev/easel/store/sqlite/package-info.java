/**
 * Keeps tasks, deliveries, counters and records in one folder, for one process.
 *
 * <p>May use: {@code store}, {@code store.delivery}, {@code store.failure}, {@code store.id},
 * {@code store.journal}, {@code store.record}, {@code store.signal}, {@code store.task}.
 */
@NullMarked
package dev.easel.store.sqlite;

import org.jspecify.annotations.NullMarked;
