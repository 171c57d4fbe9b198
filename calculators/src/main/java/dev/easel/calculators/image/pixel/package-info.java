/**
 * Says how a decoder hands on the pixels of a file, in whatever order they come.
 *
 * <p>May use: {@code calculators.image.header}.
 */
@NullMarked
package dev.easel.calculators.image.pixel;

import org.jspecify.annotations.NullMarked;
