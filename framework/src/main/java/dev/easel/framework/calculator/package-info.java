/**
 * What a calculator's author implements, and the registry of what graphs may name.
 *
 * <p>May use: {@code framework.name}, {@code framework.options}, {@code framework.packet}, {@code
 * framework.policy}, {@code framework.resource}, {@code framework.status}.
 */
@NullMarked
package dev.easel.framework.calculator;

import org.jspecify.annotations.NullMarked;
