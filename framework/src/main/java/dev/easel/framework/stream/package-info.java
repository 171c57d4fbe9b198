/**
 * The queues and streams between nodes, and what a node takes in from its queues; imports {@code
 * framework.calculator} and what that imports.
 */
@NullMarked
package dev.easel.framework.stream;

import org.jspecify.annotations.NullMarked;
