/**
 * What calculators say of themselves, for people who look for one.
 *
 * <p>May use: {@code framework.calculator}, {@code framework.options}, {@code framework.packet},
 * {@code framework.port}.
 */
@NullMarked
package dev.easel.framework.describe;

import org.jspecify.annotations.NullMarked;
