/**
 * Image bytes to pixels and back: limits, decoding, masks, encoding.
 *
 * <p>May use: {@code calculators.http}, {@code calculators.image.header}, {@code
 * calculators.image.jpeg}, {@code calculators.image.pixel}, {@code calculators.image.plain}, {@code
 * calculators.image.png}, {@code calculators.image.webp}, {@code calculators.task}, {@code
 * framework.calculator}, {@code picture}.
 */
@NullMarked
package dev.easel.calculators.image;

import org.jspecify.annotations.NullMarked;
