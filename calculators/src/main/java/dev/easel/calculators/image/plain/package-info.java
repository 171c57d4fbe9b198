/**
 * Decodes GIF and BMP files row by row, with no memory but a row's.
 *
 * <p>May use: {@code calculators.image.header}, {@code calculators.image.pixel}.
 */
@NullMarked
package dev.easel.calculators.image.plain;

import org.jspecify.annotations.NullMarked;
