/**
 * What calculators ask for the images that requests name instead of sending them.
 *
 * <p>May use: {@code framework.calculator}.
 */
@NullMarked
package dev.easel.calculators.media;

import org.jspecify.annotations.NullMarked;
