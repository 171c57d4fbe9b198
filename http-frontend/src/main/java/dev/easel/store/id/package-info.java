/**
 * Makes the ids of tasks.
 *
 * <p>May use: nothing.
 */
@NullMarked
package dev.easel.store.id;

import org.jspecify.annotations.NullMarked;
