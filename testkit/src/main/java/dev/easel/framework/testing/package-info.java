/**
 * Runs a single calculator or a graph from text: in a test's order, in many orders that threads may
 * take, by a clock that the test sets.
 *
 * <p>May use: {@code framework.calculator}, {@code framework.config}, {@code framework.graph},
 * {@code framework.node}, {@code framework.packet}, {@code framework.schedule}, {@code
 * framework.scheduler}, {@code framework.status}, {@code framework.time}.
 */
@NullMarked
package dev.easel.framework.testing;

import org.jspecify.annotations.NullMarked;
