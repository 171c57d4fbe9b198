package dev.easel.calculators.generate.model;

import dev.easel.calculators.http.RunContext;
import dev.easel.calculators.task.GenerationReport;
import dev.easel.genai.Step;
import dev.easel.genai.StepListener;
import dev.easel.picture.RgbImages;

/**
 * One task on its way through a model.
 *
 * <p><b>Threads</b>: one at a time.
 */
public interface GenerationRun {

  /**
   * Makes the images.
   *
   * <p><b>Ownership</b>: the caller closes them.
   *
   * @param watcher told of every step; it may stop the run
   */
  RgbImages run(StepListener watcher) throws InterruptedException;

  /** In how many native runs, each over all steps, the images are made. */
  int nativeRuns();

  /** Which part of a native run's work is done with a step. */
  default double done(Step step) {
    return (step.step() + 1.0) / step.steps();
  }

  /** Tells, after the run, how long its stages took, as far as that was measured. */
  void tellTimes(RunContext listener);

  /** What the run does, for those who tell the client. */
  GenerationReport report();
}
