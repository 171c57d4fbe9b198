/**
 * The queues and streams between nodes, and what a node takes in from its queues.
 *
 * <p>May use: {@code framework.calculator}, {@code framework.packet}, {@code framework.policy},
 * {@code framework.status}.
 */
@NullMarked
package dev.easel.framework.stream;

import org.jspecify.annotations.NullMarked;
