/**
 * Keeps the images that answers name by URL, within limits of number, bytes and time.
 *
 * <p>May use: {@code calculators.http}.
 */
@NullMarked
package dev.easel.http.store;

import org.jspecify.annotations.NullMarked;
