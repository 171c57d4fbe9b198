/**
 * Opens what belongs to a graph and is shared by its runs.
 *
 * <p>May use: {@code framework.calculator}, {@code framework.config}, {@code framework.packet},
 * {@code framework.plan}, {@code framework.resource}, {@code framework.status}.
 */
@NullMarked
package dev.easel.framework.pool;

import org.jspecify.annotations.NullMarked;
