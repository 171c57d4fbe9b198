/**
 * Reads and checks a node's options and the folder of the model that they name.
 *
 * <p>May use: {@code calculators.model}, {@code calculators.queue}, {@code calculators.task.step},
 * {@code framework.resource}, {@code framework.status}, {@code genai.check}, {@code
 * genai.diffusion}, {@code genai.error}, {@code genai.lora.layer}, {@code genai.model}, {@code
 * genai.worker.host}.
 */
@NullMarked
package dev.easel.calculators.generate.settings;

import org.jspecify.annotations.NullMarked;
