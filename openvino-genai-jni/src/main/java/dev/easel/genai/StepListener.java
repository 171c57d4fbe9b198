package dev.easel.genai;

/**
 * Told after every denoising step.
 *
 * <p><b>Threads</b>: called on a thread of GenAI, one call at a time, while denoising goes on: a
 * slow listener is told late, and steps that are still waiting when the last one ends are left out.
 * It must not generate with, nor close, the pipeline that calls it.
 *
 * <p><b>Failure</b>: what it throws stops the run and leaves {@code generate}.
 */
@FunctionalInterface
public interface StepListener {
  /** Asks for no calls at all, which spares the run a thread. */
  StepListener NONE = step -> true;

  /**
   * A step is done.
   *
   * @return true to go on, false to stop; a stop takes effect at the next step boundary
   */
  boolean onStep(Step step);
}
