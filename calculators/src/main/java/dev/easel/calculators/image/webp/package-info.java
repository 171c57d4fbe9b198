/**
 * Decodes WebP images with their opacity, row by row.
 *
 * <p>May use: {@code calculators.image.header}, {@code calculators.image.pixel}, {@code
 * calculators.image.webp.lossless}, {@code calculators.image.webp.lossy}.
 */
@NullMarked
package dev.easel.calculators.image.webp;

import org.jspecify.annotations.NullMarked;
