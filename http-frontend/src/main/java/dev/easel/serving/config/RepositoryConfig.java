package dev.easel.serving.config;

import dev.easel.framework.config.Mistake;
import java.util.List;
import java.util.Optional;

/**
 * What a {@code config.json} says.
 *
 * @param servables in the file's order, each name once
 * @param metrics the {@code monitoring} block, when there is one
 * @param warnings what was read and has no effect, with its place
 */
public record RepositoryConfig(
    List<ServableEntry> servables, Optional<MetricsEntry> metrics, List<Mistake> warnings) {

  /** Copies the lists. */
  public RepositoryConfig {
    servables = List.copyOf(servables);
    warnings = List.copyOf(warnings);
  }
}
