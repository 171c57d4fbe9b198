/**
 * Counters, buckets and small records that outlive the server.
 *
 * <p>May use: nothing.
 */
@NullMarked
package dev.easel.store.record;

import org.jspecify.annotations.NullMarked;
