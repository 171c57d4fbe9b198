/**
 * Decodes WebP's lossy images, which are key frames of VP8 (RFC 6386), a row of macroblocks at a
 * time.
 *
 * <p>May use: {@code calculators.image.header}.
 */
@NullMarked
package dev.easel.calculators.image.webp.lossy;

import org.jspecify.annotations.NullMarked;
