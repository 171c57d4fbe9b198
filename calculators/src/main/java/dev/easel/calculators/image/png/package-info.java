/**
 * Decodes and encodes PNG files with the text that they carry.
 *
 * <p>May use: {@code calculators.image.header}, {@code calculators.image.pixel}.
 */
@NullMarked
package dev.easel.calculators.image.png;

import org.jspecify.annotations.NullMarked;
