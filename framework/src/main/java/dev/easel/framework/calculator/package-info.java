/**
 * What a calculator's author implements, and the registry of what graphs may name; imports {@code
 * framework.name}, {@code framework.options}, {@code framework.packet}, {@code framework.policy},
 * {@code framework.proto}, {@code framework.resource} and {@code framework.status}.
 */
@NullMarked
package dev.easel.framework.calculator;

import org.jspecify.annotations.NullMarked;
