/**
 * Checks the nodes of an expanded graph and how they are wired, and makes its plan; imports {@code
 * framework.calculator}, {@code framework.name}, {@code framework.options}, {@code
 * framework.packet}, {@code framework.plan}, {@code framework.policy}, {@code framework.proto},
 * {@code framework.side}, {@code framework.status}, {@code framework.stream} and {@code
 * framework.text}.
 */
@NullMarked
package dev.easel.framework.check;

import org.jspecify.annotations.NullMarked;
