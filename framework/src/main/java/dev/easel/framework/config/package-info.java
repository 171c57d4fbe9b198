/**
 * Turns the text of a graph into a checked, immutable description; imports {@code
 * framework.calculator}, {@code framework.check}, {@code framework.expand}, {@code framework.name},
 * {@code framework.packet}, {@code framework.plan}, {@code framework.proto}, {@code
 * framework.status} and {@code framework.text}.
 */
@NullMarked
package dev.easel.framework.config;

import org.jspecify.annotations.NullMarked;
