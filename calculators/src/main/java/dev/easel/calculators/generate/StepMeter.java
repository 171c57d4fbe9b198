package dev.easel.calculators.generate;

import dev.easel.calculators.generate.model.GenerationRun;
import dev.easel.calculators.queue.Permit;
import dev.easel.genai.Step;
import dev.easel.genai.StepListener;
import java.util.Optional;

/**
 * Tells the queue how much of a run is done, so that those who wait behind the first run of a model
 * can be told how long.
 *
 * <p><b>Threads</b>: that of the step listener.
 */
final class StepMeter implements StepListener {

  private final StepListener watcher;
  private final GenerationRun run;
  private final Permit permit;
  private int pass;
  private int lastStep = -1;

  /**
   * A meter before another listener.
   *
   * @param run which is told of
   */
  private StepMeter(StepListener watcher, GenerationRun run, Permit permit) {
    this.watcher = watcher;
    this.run = run;
    this.permit = permit;
  }

  /** A listener to a run with a meter before it, where anything is learnt from its steps. */
  static StepListener before(StepListener watcher, GenerationRun run, Optional<Permit> permit) {
    return permit
        .filter(Permit::isLearning)
        .<StepListener>map(it -> new StepMeter(watcher, run, it))
        .orElse(watcher);
  }

  @Override
  public boolean onStep(Step step) {
    if (step.step() <= lastStep) {
      pass++;
    }
    lastStep = step.step();
    permit.advance((pass + run.done(step)) / run.nativeRuns());
    return watcher.onStep(step);
  }

  @Override
  public int previews() {
    return watcher.previews();
  }
}
