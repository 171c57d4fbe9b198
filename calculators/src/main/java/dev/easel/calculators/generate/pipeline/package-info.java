/**
 * Opens a model's OpenVINO GenAI pipelines once and lends them to runs.
 *
 * <p>May use: {@code calculators.generate.model}, {@code calculators.generate.settings}, {@code
 * calculators.generate.tuning}, {@code calculators.http}, {@code calculators.model}, {@code
 * calculators.queue}, {@code calculators.task}, {@code calculators.task.step}, {@code
 * framework.resource}, {@code framework.status}, {@code genai}, {@code genai.check}, {@code
 * genai.diffusion}, {@code genai.error}, {@code genai.lora}, {@code genai.lora.layer}, {@code
 * genai.options}, {@code genai.worker}, {@code genai.worker.host}, {@code picture}.
 */
@NullMarked
package dev.easel.calculators.generate.pipeline;

import org.jspecify.annotations.NullMarked;
