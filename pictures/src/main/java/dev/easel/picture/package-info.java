/**
 * Pictures in memory, as they travel between calculators and the native side.
 *
 * <p>May use: nothing.
 */
@NullMarked
package dev.easel.picture;

import org.jspecify.annotations.NullMarked;
