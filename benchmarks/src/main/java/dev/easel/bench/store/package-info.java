/**
 * What the store behind tasks does in a second, and what a million finished tasks cost.
 *
 * <p>May use: {@code store}, {@code store.journal}, {@code store.redis}, {@code store.sqlite},
 * {@code store.task}.
 */
@NullMarked
package dev.easel.bench.store;

import org.jspecify.annotations.NullMarked;
