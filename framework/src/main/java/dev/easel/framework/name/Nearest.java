package dev.easel.framework.name;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Finds the names that somebody may have meant. */
public final class Nearest {
  private Nearest() {}

  /** A question that offers the nearest names, or {@code otherwise} if none is near. */
  public static String hint(String wrong, Collection<String> names, String otherwise) {
    List<String> near =
        names.stream()
            .distinct()
            .filter(name -> distanceInAnyCase(wrong, name) <= mostOf(wrong))
            .sorted(
                Comparator.<String>comparingInt(n -> distanceInAnyCase(wrong, n))
                    .thenComparing(n -> n))
            .limit(3)
            .toList();
    return near.isEmpty()
        ? otherwise
        : near.stream()
            .map(name -> "\"" + name + "\"")
            .collect(Collectors.joining(" or ", "did you mean ", "?"));
  }

  /** How far a name may be from {@code wrong} that could have been meant. */
  public static int mostOf(String wrong) {
    return Math.max(2, wrong.length() / 3);
  }

  private static int distanceInAnyCase(String left, String right) {
    return distance(left.toLowerCase(Locale.ROOT), right.toLowerCase(Locale.ROOT));
  }

  /** Levenshtein's distance: how many letters differ, are missing or too many. */
  public static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
