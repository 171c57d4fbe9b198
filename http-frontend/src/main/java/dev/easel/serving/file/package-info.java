/**
 * What files looked like at one moment, so that a change can be told, and how far they have been
 * read.
 *
 * <p>May use: nothing.
 */
@NullMarked
package dev.easel.serving.file;

import org.jspecify.annotations.NullMarked;
