package dev.easel.access;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the keys of a group may be used for. */
public enum Scope {
  /** To make pictures, to fetch those that were made, and to list the models. */
  GENERATE,
  /** To reload the configuration, and to see why something in it failed. */
  ADMIN,
  /** To read the metrics where they are guarded. */
  METRICS;

  /** As files and messages spell it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The scope that a file spells so. */
  public static Optional<Scope> of(String label) {
    return Arrays.stream(values()).filter(scope -> scope.label().equals(label)).findFirst();
  }

  /** Every label. */
  public static List<String> labels() {
    return Arrays.stream(values()).map(Scope::label).toList();
  }
}
