package dev.easel.serving;

/**
 * What whoever asks for a run may still take.
 *
 * <p><b>Threads</b>: any; no method waits.
 */
public interface Allowance {

  /** As much as it likes. */
  Allowance UNLIMITED =
      new Allowance() {
        @Override
        public void take(long pixels, long pixelSteps, boolean isRefusable) {}

        @Override
        public void giveBack() {}
      };

  /**
   * Takes work off the allowance.
   *
   * <p><b>Failure</b>: an exception meant for the client when there is too little left; then
   * nothing is taken.
   *
   * @param pixels of all pictures
   * @param pixelSteps pixels times steps
   * @param isRefusable false for the rest of work that has begun, which is taken in any case
   */
  void take(long pixels, long pixelSteps, boolean isRefusable);

  /** Gives everything back that was taken: nothing of it was done. */
  void giveBack();
}
