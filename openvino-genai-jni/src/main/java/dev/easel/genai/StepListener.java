package dev.easel.genai;

/**
 * Told after every denoising step.
 *
 * <p><b>Threads</b>: called on a thread of the run, one call at a time, while denoising goes on: a
 * slow listener is told late, and steps that are still waiting when the last one ends are left out,
 * except those of {@link #previews}. It must not generate with, nor close, the pipeline that calls
 * it.
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

  /**
   * How many unfinished images it decodes, at so many evenly spaced steps. These steps are told
   * even when the run was faster than the listener: the run is then over, and waits to hand over
   * its images until they are told.
   */
  default int previews() {
    return 0;
  }

  /**
   * Whether the run is to stop. Asked on other threads than steps are told on: before each network
   * is run, and at every step while earlier steps are still being told.
   */
  default boolean isOver() {
    return false;
  }
}
