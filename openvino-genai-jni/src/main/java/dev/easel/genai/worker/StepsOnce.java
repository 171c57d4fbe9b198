package dev.easel.genai.worker;

import dev.easel.genai.Step;
import dev.easel.genai.StepListener;

/** Tells a listener of each step once, also when the run begins again on another process. */
final class StepsOnce implements StepListener {
  private final StepListener listener;
  private int told = -1;

  StepsOnce(StepListener listener) {
    this.listener = listener;
  }

  @Override
  public boolean onStep(Step step) {
    if (step.step() <= told) {
      return true;
    }
    told = step.step(); // first: a listener whose step's images died with the process was told too
    return listener.onStep(step);
  }

  @Override
  public int previews() {
    return listener.previews();
  }
}
