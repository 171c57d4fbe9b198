/**
 * Opens a model's OpenVINO GenAI pipelines once and lends them to runs; imports {@code
 * generate.model}, {@code generate.settings}, {@code calculators.payload}, {@code
 * calculators.queue}, {@code genai}, {@code framework.resource} and {@code framework.status}.
 */
@NullMarked
package dev.easel.calculators.generate.pipeline;

import org.jspecify.annotations.NullMarked;
