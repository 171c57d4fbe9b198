package dev.easel.genai.options;

import dev.easel.genai.bridge.Checks;

/**
 * How GenAI saves denoising steps of FLUX and Stable Diffusion 3 (TaylorSeer): between two steps
 * that are computed, the transformer's output is continued from the last ones.
 *
 * @param cacheInterval every how many steps one is computed; 1 computes them all
 * @param disableCacheBeforeStep from which step on, counted from 0, steps may be saved
 * @param disableCacheAfterStep from which step on all are computed again; below 0 counted from the
 *     end
 */
public record TaylorSeerCacheConfig(
    int cacheInterval, int disableCacheBeforeStep, int disableCacheAfterStep) {

  private static final int MOST_STEPS = 10_000;

  /** Computes every step. */
  public static final TaylorSeerCacheConfig OFF = new TaylorSeerCacheConfig(1, 0, 0);

  /** Checks the values. */
  public TaylorSeerCacheConfig {
    Checks.between("cache_interval", cacheInterval, 1, MOST_STEPS);
    Checks.between("disable_cache_before_step", disableCacheBeforeStep, 0, MOST_STEPS);
    Checks.between("disable_cache_after_step", disableCacheAfterStep, -MOST_STEPS, MOST_STEPS);
  }

  /** Whether it computes every step. */
  public boolean isOff() {
    return cacheInterval == 1;
  }
}
