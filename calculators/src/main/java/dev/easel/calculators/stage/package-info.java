/**
 * Makes of one task's images the task of a further stage.
 *
 * <p>May use: {@code calculators.task}, {@code framework.calculator}, {@code framework.status},
 * {@code picture}.
 */
@NullMarked
package dev.easel.calculators.stage;

import org.jspecify.annotations.NullMarked;
