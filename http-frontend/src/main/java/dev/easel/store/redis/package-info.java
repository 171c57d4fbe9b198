/**
 * Keeps tasks, deliveries, counters, buckets and records in a Redis or Valkey, for any number of
 * processes. Owns the Lettuce client.
 *
 * <p>May use: {@code store}, {@code store.delivery}, {@code store.failure}, {@code store.id},
 * {@code store.record}, {@code store.signal}, {@code store.task}.
 */
@NullMarked
package dev.easel.store.redis;

import org.jspecify.annotations.NullMarked;
