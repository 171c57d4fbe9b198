package dev.easel.genai;

import dev.easel.picture.RgbImages;
import java.util.function.Supplier;

/** A step that can be decoded, on any thread, until the call that brings it returns. */
public final class CurrentStep implements Step {
  private final int step;
  private final int steps;
  private final Supplier<RgbImages> decoder;
  private boolean expired;

  private CurrentStep(int step, int steps, Supplier<RgbImages> decoder) {
    this.step = step;
    this.steps = steps;
    this.decoder = decoder;
  }

  /**
   * Shows a step to a listener, and answers what the listener does.
   *
   * @param decoder makes the step's images; never called after this has returned
   */
  public static boolean show(
      StepListener listener, int step, int steps, Supplier<RgbImages> decoder) {
    CurrentStep current = new CurrentStep(step, steps, decoder);
    try {
      return listener.onStep(current);
    } finally {
      current.expire();
    }
  }

  @Override
  public int step() {
    return step;
  }

  @Override
  public int steps() {
    return steps;
  }

  // Synchronized with expire: a decode on another thread keeps the latent alive until it is done.
  @Override
  public synchronized RgbImages decode() {
    if (expired) {
      throw new IllegalStateException("step " + step + " is over: decode it inside onStep");
    }
    return decoder.get();
  }

  private synchronized void expire() {
    expired = true;
  }
}
