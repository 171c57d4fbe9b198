/**
 * What travels between the calculators of images: the task, its images, its progress and its
 * result.
 *
 * <p>May use: {@code calculators.task.step}, {@code picture}.
 */
@NullMarked
package dev.easel.calculators.task;

import org.jspecify.annotations.NullMarked;
