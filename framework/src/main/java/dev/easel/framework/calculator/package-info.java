/**
 * What a calculator's author implements, and the registry of what graphs may name; imports {@code
 * framework.packet} and {@code framework.status}.
 */
@NullMarked
package dev.easel.framework.calculator;

import org.jspecify.annotations.NullMarked;
