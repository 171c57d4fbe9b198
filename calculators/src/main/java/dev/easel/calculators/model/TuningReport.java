package dev.easel.calculators.model;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * How a model was compiled, how many of its runs go on at once, and why.
 *
 * @param source who chose the properties
 * @param properties those that were chosen
 * @param concurrent how many runs at once; empty when the queue finds that out
 * @param measured what the choice rests on, if it was measured
 */
public record TuningReport(
    Source source,
    Map<String, String> properties,
    OptionalInt concurrent,
    Optional<Measured> measured) {

  /** Who chose. */
  public enum Source {
    /** The graph, which names a property that would be chosen. */
    PLUGIN_CONFIG,
    /** A record of what was measured. */
    RECORD,
    /** Nobody: OpenVINO's own choice. */
    USUAL
  }

  /**
   * The record.
   *
   * @param file where it is
   * @param when it was measured
   * @param sizes of the images
   * @param chosen the figures of what was chosen
   * @param usual the figures of OpenVINO's own choice
   */
  public record Measured(
      Path file, Instant when, List<String> sizes, TuningFigure chosen, TuningFigure usual) {

    /** Copies. */
    public Measured {
      sizes = List.copyOf(sizes);
    }
  }

  /** Copies. */
  public TuningReport {
    properties = Collections.unmodifiableMap(new TreeMap<>(properties));
  }
}
