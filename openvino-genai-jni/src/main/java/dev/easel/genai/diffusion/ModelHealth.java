package dev.easel.genai.diffusion;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * How a model is.
 *
 * @param obstacle why it makes no images now; empty when it does
 * @param process the process that it is in, when that is not this one
 * @param deaths how often its process has ended by itself, by the reason
 * @param restarts how often it was loaded again because of that
 */
public record ModelHealth(
    Optional<String> obstacle, OptionalLong process, Map<String, Long> deaths, long restarts) {

  /** Of a model in this process, which is well as long as this process is. */
  public static final ModelHealth IN_PROCESS =
      new ModelHealth(Optional.empty(), OptionalLong.empty(), Map.of(), 0);

  /** Copies the map. */
  public ModelHealth {
    deaths = Collections.unmodifiableMap(new TreeMap<>(deaths));
  }
}
