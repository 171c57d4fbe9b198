/**
 * Turns the text of a graph into a checked, immutable description; imports {@code
 * framework.calculator}, {@code framework.stream}, {@code framework.template} and what those
 * import.
 */
@NullMarked
package dev.easel.framework.config;

import org.jspecify.annotations.NullMarked;
