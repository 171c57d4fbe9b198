/**
 * Registers the calculators of the image road; the only package here that imports all the others.
 */
@NullMarked
package dev.easel.calculators;

import org.jspecify.annotations.NullMarked;
