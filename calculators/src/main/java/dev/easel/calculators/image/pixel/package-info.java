/**
 * Says how a decoder hands on the pixels of a file, in whatever order they come; imports {@code
 * image.header}.
 */
@NullMarked
package dev.easel.calculators.image.pixel;

import org.jspecify.annotations.NullMarked;
