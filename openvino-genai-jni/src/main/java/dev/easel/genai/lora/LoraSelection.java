package dev.easel.genai.lora;

import dev.easel.genai.bridge.Checks;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The adapters of one run and how strong each is; adapters of the pipeline that are not named are
 * off.
 *
 * @param alphas adapter to alpha; empty keeps what the pipeline was opened with
 */
public record LoraSelection(Map<LoraAdapter, Float> alphas) {
  /** Keeps what the pipeline was opened with. */
  public static final LoraSelection UNCHANGED = new LoraSelection(Map.of());

  /** Checks and copies. */
  public LoraSelection {
    alphas.forEach((adapter, alpha) -> Checks.finite("the alpha of " + adapter, alpha));
    alphas = Collections.unmodifiableMap(new LinkedHashMap<>(alphas));
  }
}
