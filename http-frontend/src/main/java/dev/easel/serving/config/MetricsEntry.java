package dev.easel.serving.config;

import java.util.List;

/**
 * The {@code monitoring} block.
 *
 * @param enabled whether {@code /metrics} answers
 * @param families the metric families asked for; empty for the default ones
 */
public record MetricsEntry(boolean enabled, List<String> families) {

  /** Copies the list. */
  public MetricsEntry {
    families = List.copyOf(families);
  }
}
