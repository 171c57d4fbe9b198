/**
 * Turns the text of a graph into a checked, immutable description.
 *
 * <p>May use: {@code framework.calculator}, {@code framework.check}, {@code framework.expand},
 * {@code framework.name}, {@code framework.packet}, {@code framework.plan}, {@code
 * framework.status}, {@code framework.text}.
 */
@NullMarked
package dev.easel.framework.config;

import org.jspecify.annotations.NullMarked;
