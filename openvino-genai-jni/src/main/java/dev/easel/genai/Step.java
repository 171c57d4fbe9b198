package dev.easel.genai;

import dev.easel.picture.RgbImages;

/** One finished denoising step; valid only during the call that brings it. */
public interface Step {
  /** Counted from 0. */
  int step();

  /** How many the run has; a scheduler may plan more than were asked for (PNDM: 21 for 20). */
  int steps();

  /**
   * Turns the latent of this step into images.
   *
   * <p>Costs a run of the image decoder, beside the denoising that goes on.
   *
   * <p><b>Ownership</b>: the caller closes the images.
   *
   * <p><b>Failure</b>: {@link IllegalStateException} after the call that brought the step has
   * returned.
   */
  RgbImages decode();
}
