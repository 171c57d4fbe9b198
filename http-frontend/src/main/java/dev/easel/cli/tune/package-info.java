/**
 * The command that measures how models are best compiled on this machine.
 *
 * <p>May use: {@code calculators.generate.pipeline}, {@code calculators.generate.tuning}, {@code
 * calculators.model}, {@code cli.shared}, {@code serving.plugin}, {@code serving.repository}.
 */
@NullMarked
package dev.easel.cli.tune;

import org.jspecify.annotations.NullMarked;
