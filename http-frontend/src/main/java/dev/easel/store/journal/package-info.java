/**
 * Writes changes to an SQLite database by one thread, those of one moment in one transaction. Owns
 * the SQLite driver.
 *
 * <p>May use: {@code store.failure}.
 */
@NullMarked
package dev.easel.store.journal;

import org.jspecify.annotations.NullMarked;
