/**
 * Decodes WebP's lossless images row by row, with memory for a window of the pixels.
 *
 * <p>May use: {@code calculators.image.header}.
 */
@NullMarked
package dev.easel.calculators.image.webp.lossless;

import org.jspecify.annotations.NullMarked;
