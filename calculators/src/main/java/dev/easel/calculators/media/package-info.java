/**
 * What calculators ask to fetch the images that requests name by their address.
 *
 * <p>May use: {@code framework.calculator}.
 */
@NullMarked
package dev.easel.calculators.media;

import org.jspecify.annotations.NullMarked;
