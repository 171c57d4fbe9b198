package dev.easel.calculators.generate.tuning;

import dev.easel.calculators.model.TuningReport;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How a model is compiled and how many of its runs go on at once.
 *
 * @param properties those of {@code plugin_config} and those that were chosen
 * @param report what was chosen, and why
 */
public record ServingChoice(Map<String, Object> properties, TuningReport report) {

  /** What is chosen here; whoever names one of them has chosen. */
  private static final Set<String> CHOSEN =
      Set.of(
          "NUM_STREAMS",
          "INFERENCE_NUM_THREADS",
          "PERFORMANCE_HINT",
          "PERFORMANCE_HINT_NUM_REQUESTS",
          "SCHEDULING_CORE_TYPE",
          "ENABLE_HYPER_THREADING",
          "DEVICE_PROPERTIES");

  /** Copies. */
  public ServingChoice {
    properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
  }

  /** Those of the properties that leave nothing to choose. */
  public static Set<String> fixed(Map<String, Object> properties) {
    Set<String> fixed = new TreeSet<>(properties.keySet());
    fixed.retainAll(CHOSEN);
    return fixed;
  }

  /**
   * Chooses.
   *
   * @param given the properties of {@code plugin_config}
   * @param concurrent how many runs at once the graph or the deployment says
   * @param records where what was measured is kept, if anywhere
   */
  public static ServingChoice of(
      TuningKey key, Map<String, Object> given, OptionalInt concurrent, Optional<Path> records) {
    Set<String> fixed = fixed(given);
    if (!fixed.isEmpty()) {
      Map<String, String> said = new TreeMap<>();
      fixed.forEach(name -> said.put(name, String.valueOf(given.get(name))));
      return new ServingChoice(
          given,
          new TuningReport(TuningReport.Source.PLUGIN_CONFIG, said, concurrent, Optional.empty()));
    }
    Optional<TuningStore> store = records.map(TuningStore::new);
    return store
        .flatMap(it -> it.find(key))
        .map(found -> of(found, given, concurrent, store.orElseThrow().file(key)))
        .orElseGet(() -> usual(given, concurrent));
  }

  private static ServingChoice of(
      TuningRecord found, Map<String, Object> given, OptionalInt concurrent, Path file) {
    Map<String, Object> properties = new LinkedHashMap<>(given);
    properties.putAll(found.chosen());
    return new ServingChoice(
        properties,
        new TuningReport(
            TuningReport.Source.RECORD,
            found.chosen(),
            concurrent.isPresent() ? concurrent : OptionalInt.of(found.concurrent()),
            Optional.of(
                new TuningReport.Measured(
                    file, found.measured(), found.sizes(), found.choice(), found.usual()))));
  }

  /** As OpenVINO chooses, and as many at once as the queue finds worth it. */
  private static ServingChoice usual(Map<String, Object> given, OptionalInt concurrent) {
    return new ServingChoice(
        given, new TuningReport(TuningReport.Source.USUAL, Map.of(), concurrent, Optional.empty()));
  }
}
