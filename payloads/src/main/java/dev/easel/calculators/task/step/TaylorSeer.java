package dev.easel.calculators.task.step;

/**
 * Which denoising steps a model computes; the others it continues from those before (TaylorSeer).
 *
 * <p><b>Threads</b>: immutable.
 *
 * <p><b>Failure</b>: {@link IllegalArgumentException} with the number and what would be right.
 *
 * @param cacheInterval every how many steps one is computed; 1 computes them all
 * @param disableCacheBeforeStep from which step on, counted from 0, steps may be saved
 * @param disableCacheAfterStep from which step on all are computed again; below 0 counted from the
 *     end
 */
public record TaylorSeer(int cacheInterval, int disableCacheBeforeStep, int disableCacheAfterStep) {

  private static final int MOST_STEPS = 10_000;

  /** What OpenVINO GenAI takes for text-to-image with FLUX and Stable Diffusion 3. */
  public static final TaylorSeer USUAL = new TaylorSeer(3, 6, -2);

  /** Computes every step. */
  public static final TaylorSeer OFF = new TaylorSeer(1, 0, 0);

  /** Two outputs are continued. */
  private static final int LEAST_COMPUTED = 2;

  /** Checks the numbers. */
  public TaylorSeer {
    check("cache_interval", cacheInterval, 1);
    check("disable_cache_before_step", disableCacheBeforeStep, 0);
    check("disable_cache_after_step", disableCacheAfterStep, -MOST_STEPS);
  }

  private static void check(String name, int value, int least) {
    if (value < least || value > MOST_STEPS) {
      throw new IllegalArgumentException(
          name + " " + value + " is not between " + least + " and " + MOST_STEPS);
    }
  }

  /** How many of the first steps are computed, of so many in all. */
  public int computed(int done, int steps) {
    int computed = 0;
    for (int step = 0; step < done; step++) {
      if (isComputed(step, steps)) {
        computed++;
      }
    }
    return computed;
  }

  /** How many of so many steps are computed. */
  public int computed(int steps) {
    return computed(steps, steps);
  }

  private boolean isComputed(int step, int steps) {
    int last = disableCacheAfterStep < 0 ? steps + disableCacheAfterStep : disableCacheAfterStep;
    if (cacheInterval < 2 || disableCacheBeforeStep >= steps || last <= disableCacheBeforeStep) {
      return true;
    }
    int first = Math.max(disableCacheBeforeStep, LEAST_COMPUTED);
    return step < first || step >= last || (step - first + 1) % cacheInterval == 0;
  }
}
