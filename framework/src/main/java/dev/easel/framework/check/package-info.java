/**
 * Checks the nodes of an expanded graph and how they are wired, and makes its plan.
 *
 * <p>May use: {@code framework.calculator}, {@code framework.name}, {@code framework.options},
 * {@code framework.packet}, {@code framework.plan}, {@code framework.policy}, {@code
 * framework.side}, {@code framework.status}, {@code framework.stream.handler}, {@code
 * framework.text}.
 */
@NullMarked
package dev.easel.framework.check;

import org.jspecify.annotations.NullMarked;
