/**
 * Keeps the images that answers name by URL, within limits of number, bytes and time: in memory, or
 * in a folder that outlives the process.
 *
 * <p>May use: {@code calculators.http}, {@code framework.status}.
 */
@NullMarked
package dev.easel.http.store;

import org.jspecify.annotations.NullMarked;
