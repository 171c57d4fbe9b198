package dev.easel.genai;

import java.util.function.LongFunction;

/** A step whose latent is a native object that lives as long as the callback. */
final class LatentStep implements Step {
  private final int step;
  private final int steps;
  private final long latent;
  private final LongFunction<RgbImages> decoder;
  private boolean expired;

  private LatentStep(int step, int steps, long latent, LongFunction<RgbImages> decoder) {
    this.step = step;
    this.steps = steps;
    this.latent = latent;
    this.decoder = decoder;
  }

  /** Shows a step to a listener, and answers what the listener does. */
  static boolean show(
      StepListener listener, int step, int steps, long latent, LongFunction<RgbImages> decoder) {
    LatentStep current = new LatentStep(step, steps, latent, decoder);
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
    return decoder.apply(latent);
  }

  private synchronized void expire() {
    expired = true;
  }
}
