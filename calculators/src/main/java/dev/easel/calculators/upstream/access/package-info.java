/**
 * Where an upstream is, what it is shown, and whom it must be certified by.
 *
 * <p>May use: {@code framework.status}.
 */
@NullMarked
package dev.easel.calculators.upstream.access;

import org.jspecify.annotations.NullMarked;
