package dev.easel.repository.config;

import java.util.List;

/** Finds the word that was probably meant. */
final class Spelling {
  private Spelling() {}

  /** The message for a field that is not known. */
  static String unknown(String field, List<String> known) {
    String nearest = known.get(0);
    for (String candidate : known) {
      if (distance(field, candidate) < distance(field, nearest)) {
        nearest = candidate;
      }
    }
    String message = "unknown field '" + field + "'";
    return distance(field, nearest) <= Math.max(2, field.length() / 3)
        ? message + "; did you mean '" + nearest + "'?"
        : message + "; known are " + String.join(", ", known);
  }

  /** Levenshtein's distance. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replace = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replace, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
