/**
 * Opens what belongs to a graph and is shared by its runs; imports {@code framework.config} and
 * {@code framework.calculator}.
 */
@NullMarked
package dev.easel.framework.pool;

import org.jspecify.annotations.NullMarked;
