/**
 * Says why a store could not do what it was asked for.
 *
 * <p>May use: nothing.
 */
@NullMarked
package dev.easel.store.failure;

import org.jspecify.annotations.NullMarked;
