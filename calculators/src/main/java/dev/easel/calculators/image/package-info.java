/**
 * Image bytes to pixels and back: header checks, decoding, masks, PNG, JPEG and WebP encoding;
 * imports {@code calculators.payload}, {@code genai} for pixel memory, the framework's calculator
 * API and the image codecs.
 */
@NullMarked
package dev.easel.calculators.image;

import org.jspecify.annotations.NullMarked;
