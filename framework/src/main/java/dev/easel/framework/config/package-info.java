/**
 * Turns the text of a graph into a checked, immutable description; imports {@code
 * framework.calculator} and what that imports.
 */
@NullMarked
package dev.easel.framework.config;

import org.jspecify.annotations.NullMarked;
