/**
 * The queue in which tasks for a model wait: who runs, who waits, who is refused.
 *
 * <p>May use: {@code calculators.http}, {@code calculators.image}, {@code calculators.task}, {@code
 * framework.calculator}, {@code framework.packet}, {@code framework.pool}, {@code
 * framework.status}.
 */
@NullMarked
package dev.easel.calculators.queue;

import org.jspecify.annotations.NullMarked;
