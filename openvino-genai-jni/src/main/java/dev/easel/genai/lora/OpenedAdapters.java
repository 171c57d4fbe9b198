package dev.easel.genai.lora;

import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;

/**
 * The adapters that a pipeline was opened with, as the native side takes them.
 *
 * @param adapters in the order in which GenAI numbers them
 * @param mode how they are built in
 */
public record OpenedAdapters(List<LoraAdapter> adapters, LoraMode mode) {
  /** What is done with the adapters' addresses. */
  @FunctionalInterface
  public interface Opener {
    /**
     * Opens a pipeline.
     *
     * @param adapters the addresses, which are good until the call returns
     * @param alphas those that the adapters have where a run names none
     * @param mode as GenAI numbers it
     * @return the address of what was opened
     */
    long open(long[] adapters, float[] alphas, int mode);
  }

  /** Copies. */
  public OpenedAdapters {
    adapters = List.copyOf(adapters);
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return adapters.isEmpty();
  }

  /** Opens a pipeline while no adapter can be closed. */
  public long open(Opener opener) {
    return withHandles(new long[adapters.size()], 0, opener);
  }

  /**
   * The alpha of every adapter, in their order; 0 for those that are off.
   *
   * @throws IllegalArgumentException when a run cannot choose so
   */
  public float[] alphas(LoraSelection selection) {
    Map<LoraAdapter, Float> chosen = selection.alphas();
    if (!chosen.isEmpty() && !mode.isChangeable()) {
      throw new IllegalArgumentException(
          "adapters cannot change from run to run in LoRA mode " + mode);
    }
    if (!adapters.containsAll(chosen.keySet())) {
      throw new IllegalArgumentException(
          "the pipeline was opened with " + adapters + ", not with all of " + chosen.keySet());
    }
    float[] alphas = new float[adapters.size()];
    for (int i = 0; i < alphas.length; i++) {
      LoraAdapter adapter = adapters.get(i);
      alphas[i] = chosen.isEmpty() ? adapter.alpha() : chosen.getOrDefault(adapter, 0f);
    }
    return alphas;
  }

  /** Nested, so that no adapter is closed while the pipeline reads it. */
  private long withHandles(long[] handles, int from, Opener opener) {
    if (from == handles.length) {
      return opener.open(handles, alphas(LoraSelection.UNCHANGED), mode.nativeValue());
    }
    LongFunction<Long> next =
        handle -> {
          handles[from] = handle;
          return withHandles(handles, from + 1, opener);
        };
    return adapters.get(from).handle().use(next);
  }
}
