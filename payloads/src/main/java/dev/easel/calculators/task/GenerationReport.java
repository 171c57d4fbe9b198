package dev.easel.calculators.task;

import java.util.List;

/**
 * What a run of a pipeline did.
 *
 * <p><b>Threads</b>: immutable.
 *
 * @param promptTokens the prompt's length in tokens
 * @param keptTokens how many of them the model took in
 * @param nativeRuns in how many native runs the images were made: one, unless GenAI cannot make
 *     several at once
 * @param savedSteps how many of a run's denoising steps were continued from others
 * @param descriptions for every image the JSON text that its file carries along
 */
public record GenerationReport(
    int promptTokens, int keptTokens, int nativeRuns, int savedSteps, List<String> descriptions) {

  /** Copies the list. */
  public GenerationReport {
    descriptions = List.copyOf(descriptions);
  }
}
