/**
 * The nodes of one run: what they take in, how their calls run, how they open and close; imports
 * {@code framework.stream}, {@code framework.side}, {@code framework.trace}, {@code
 * framework.config} and what those import.
 */
@NullMarked
package dev.easel.framework.node;

import org.jspecify.annotations.NullMarked;
