/**
 * The commands that check files and the machine, and how they say what they found.
 *
 * <p>May use: {@code access}, {@code calculators.generate.tuning}, {@code calculators.model},
 * {@code cli.shared}, {@code framework.config}, {@code framework.status}, {@code genai}, {@code
 * genai.error}, {@code serving.config}, {@code serving.plugin}, {@code serving.repository}.
 */
@NullMarked
package dev.easel.cli.check;

import org.jspecify.annotations.NullMarked;
