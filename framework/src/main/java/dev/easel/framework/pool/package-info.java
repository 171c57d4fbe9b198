/**
 * Opens what belongs to a graph and is shared by its runs; imports {@code framework.config}, {@code
 * framework.plan}, {@code framework.resource} and what those import.
 */
@NullMarked
package dev.easel.framework.pool;

import org.jspecify.annotations.NullMarked;
