package dev.easel.serving.config;

import dev.easel.framework.config.Mistake;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a {@code config.json} says.
 *
 * @param servables in the file's order, each name once
 * @param metrics the {@code monitoring} block, when there is one
 * @param groupTimeout after how long without a request a group of servables is unloaded, of which
 *     one is then loaded at a time; empty when groups are not managed so
 * @param warnings what was read and has no effect, with its place
 */
public record RepositoryConfig(
    List<ServableEntry> servables,
    Optional<MetricsEntry> metrics,
    Optional<Duration> groupTimeout,
    List<Mistake> warnings) {

  /** Copies the lists. */
  public RepositoryConfig {
    servables = List.copyOf(servables);
    warnings = List.copyOf(warnings);
  }
}
