/**
 * Task and pixels to pixels: the graph's settings checked by their rules, the model's folder read,
 * its pipelines opened once and lent to runs; imports {@code calculators.payload}, {@code
 * calculators.request} for the rules of tasks, {@code genai}, the framework's calculator API and
 * jackson for the JSON of settings and models.
 */
@NullMarked
package dev.easel.calculators.generate;

import org.jspecify.annotations.NullMarked;
