/**
 * Image bytes to pixels and back: limits, decoding, masks, encoding; imports {@code
 * calculators.payload}, {@code image.header}, {@code image.pixel}, {@code image.png}, {@code genai}
 * for pixel memory, the framework's calculator API and the image codecs.
 */
@NullMarked
package dev.easel.calculators.image;

import org.jspecify.annotations.NullMarked;
