package dev.easel.calculators.model;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What was measured of a model compiled one way.
 *
 * @param properties the compile properties that were tried, beside those of {@code plugin_config}
 * @param difference by how much a colour of a pixel, 0 to 255, differs at most from what the model
 *     makes without these properties; 0 for equal pixels
 * @param runs by the number of runs at once, at least that of one
 */
public record TuningFigure(
    Map<String, String> properties, int difference, SortedMap<Integer, Run> runs) {

  /**
   * So many runs at once.
   *
   * @param picturesPerSecond of all of them together
   * @param memoryMib what the model's process held then
   */
  public record Run(double picturesPerSecond, long memoryMib) {}

  /** Copies. */
  public TuningFigure {
    if (runs.isEmpty() || runs.firstKey() != 1) {
      throw new IllegalArgumentException("the figures lack those of one run: " + runs);
    }
    properties = Collections.unmodifiableMap(new TreeMap<>(properties));
    runs = Collections.unmodifiableSortedMap(new TreeMap<>(runs));
  }

  /** What so many clients get, of which as many are served at once as was measured at most. */
  public double rate(int clients) {
    return at(clients).picturesPerSecond();
  }

  /** The figures of the largest measured number of runs that is not above this one. */
  public Run at(int runsAtOnce) {
    SortedMap<Integer, Run> below = runs.headMap(Math.max(1, runsAtOnce) + 1);
    Run run = below.get(below.lastKey());
    if (run == null) {
      throw new IllegalStateException("the last key has no value: " + below);
    }
    return run;
  }
}
