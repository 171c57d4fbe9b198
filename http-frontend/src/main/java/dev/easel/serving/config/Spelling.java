package dev.easel.serving.config;

import dev.easel.framework.name.Nearest;
import java.util.List;

/** Finds the word that was probably meant. */
public final class Spelling {
  private Spelling() {}

  /** The message for a field that is not known. */
  public static String unknown(String field, List<String> known) {
    String nearest = known.get(0);
    for (String candidate : known) {
      if (Nearest.distance(field, candidate) < Nearest.distance(field, nearest)) {
        nearest = candidate;
      }
    }
    String message = "unknown field '" + field + "'";
    return Nearest.distance(field, nearest) <= Nearest.mostOf(field)
        ? message + "; did you mean '" + nearest + "'?"
        : message + "; known are " + String.join(", ", known);
  }
}
