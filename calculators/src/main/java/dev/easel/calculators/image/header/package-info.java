/**
 * Reads what image files say of themselves before a pixel is decoded, and refuses what is cut off
 * or no image.
 *
 * <p>May use: nothing.
 */
@NullMarked
package dev.easel.calculators.image.header;

import org.jspecify.annotations.NullMarked;
