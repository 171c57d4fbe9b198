package dev.easel.genai;

import java.util.function.LongFunction;

/** A step whose latent is a native object that lives as long as the callback. */
final class LatentStep implements Step {
  private final int step;
  private final int steps;
  private final long latent;
  private final LongFunction<RgbImages> decoder;
  private boolean expired;

  LatentStep(int step, int steps, long latent, LongFunction<RgbImages> decoder) {
    this.step = step;
    this.steps = steps;
    this.latent = latent;
    this.decoder = decoder;
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

  synchronized void expire() {
    expired = true;
  }
}
