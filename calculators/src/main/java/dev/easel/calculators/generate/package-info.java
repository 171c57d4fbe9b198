/**
 * Task and pixels to pixels: the graph's settings checked by their rules, the model's folder read,
 * its pipelines opened once and lent to runs. Uses jackson for the JSON of settings and models.
 *
 * <p>May use: {@code calculators.payload}, {@code calculators.queue}, {@code calculators.request},
 * {@code framework.calculator}, {@code framework.packet}, {@code framework.pool}, {@code
 * framework.resource}, {@code framework.status}, {@code genai}, {@code genai.error}, {@code
 * genai.lora}, {@code genai.model}, {@code genai.options}.
 */
@NullMarked
package dev.easel.calculators.generate;

import org.jspecify.annotations.NullMarked;
