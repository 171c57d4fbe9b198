package dev.easel.genai.diffusion;

import dev.easel.genai.CancelSignal;
import dev.easel.genai.StepListener;
import dev.easel.genai.error.GenAiException;
import dev.easel.genai.error.GenerationStoppedException;
import dev.easel.picture.RgbImages;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * A loaded model with all its pipelines, wherever they are.
 *
 * <p><b>Threads</b>: any; runs go on at the same time, as far as GenAI allows it.
 *
 * <p><b>Ownership</b>: whoever loaded it closes it when no run uses it any more.
 *
 * <p><b>Failure</b>: {@link GenAiException} with GenAI's message, {@link IllegalArgumentException}
 * for values refused before GenAI sees them, {@link IllegalStateException} after close.
 */
public interface DiffusionModel extends AutoCloseable {

  /** The pipelines that it has. */
  Set<PipelineKind> pipelines();

  /** Why it lacks pipelines that were asked for. */
  Map<PipelineKind, String> missing();

  /**
   * Makes the images of one prompt.
   *
   * @param listener told of every step in their order, each step once
   * @param isCancelled asked again and again; a run that is cancelled stops within a step
   * @return the images; the caller closes them
   * @throws GenerationStoppedException when the listener or {@code isCancelled} stopped the run
   */
  default RgbImages generate(
      DiffusionRequest request, StepListener listener, CancelSignal isCancelled)
      throws InterruptedException {
    return make(request, false, listener, isCancelled).images();
  }

  /**
   * The same, with what there is to say of the run.
   *
   * @param countsTokens whether the prompt's tokens are counted, which costs less here than to ask
   *     for them apart
   * @return what was made; the caller closes its images
   */
  MadeImages make(
      DiffusionRequest request,
      boolean countsTokens,
      StepListener listener,
      CancelSignal isCancelled)
      throws InterruptedException;

  /** How many tokens of a prompt are read; empty without a tokenizer. */
  OptionalInt contextLength();

  /**
   * How many tokens a text has, with the special ones at its ends; 0 without a tokenizer.
   *
   * @param isCancelled asked while a model that has ended is loaded again
   */
  int countTokens(String text, BooleanSupplier isCancelled) throws InterruptedException;

  /** How it is now. */
  ModelHealth health();

  @Override
  void close();
}
