/**
 * Which denoising steps of a task are computed.
 *
 * <p>May use: nothing.
 */
@NullMarked
package dev.easel.calculators.task.step;

import org.jspecify.annotations.NullMarked;
