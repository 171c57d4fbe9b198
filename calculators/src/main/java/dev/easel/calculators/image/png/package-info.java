/**
 * Decodes and encodes PNG files with the text that they carry; imports {@code image.header} and
 * {@code image.pixel}.
 */
@NullMarked
package dev.easel.calculators.image.png;

import org.jspecify.annotations.NullMarked;
