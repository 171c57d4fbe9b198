/**
 * What outlives the server: tasks, webhook deliveries, counters and records, in one folder or in a
 * Redis that many servers share. Knows no HTTP.
 *
 * <p>May use: {@code store.delivery}, {@code store.record}, {@code store.task}.
 */
@NullMarked
package dev.easel.store;

import org.jspecify.annotations.NullMarked;
