/**
 * Decodes JPEG files, all scans side by side, with memory for a few rows of blocks.
 *
 * <p>May use: {@code calculators.image.header}, {@code calculators.image.pixel}.
 */
@NullMarked
package dev.easel.calculators.image.jpeg;

import org.jspecify.annotations.NullMarked;
