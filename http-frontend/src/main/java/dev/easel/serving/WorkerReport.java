package dev.easel.serving;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What became of the processes in which a servable's models run.
 *
 * @param processes how many there are now
 * @param deaths how often one has ended by itself since the servable was loaded, by the reason
 * @param restarts how often a model was loaded again because of that
 */
public record WorkerReport(int processes, Map<String, Long> deaths, long restarts) {

  /** Of a servable whose models, if it has some, are in the server's process. */
  public static final WorkerReport NONE = new WorkerReport(0, Map.of(), 0);

  /** Copies the map. */
  public WorkerReport {
    deaths = Collections.unmodifiableMap(new TreeMap<>(deaths));
  }
}
