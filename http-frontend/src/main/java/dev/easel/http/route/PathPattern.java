package dev.easel.http.route;

/**
 * The path of an endpoint, taken apart.
 *
 * @param text the whole pattern
 * @param before what stands before the name; all of it where there is none
 * @param after what stands behind the name
 * @param hasName whether a name is captured
 */
record PathPattern(String text, String before, String after, boolean hasName) {
  private static final String NAME = "{name}";

  static PathPattern of(String text) {
    int hole = text.indexOf(NAME);
    return hole < 0
        ? new PathPattern(text, text, "", false)
        : new PathPattern(
            text, text.substring(0, hole), text.substring(hole + NAME.length()), true);
  }

  boolean fits(String path) {
    return hasName
        ? path.length() > before.length() + after.length()
            && path.startsWith(before)
            && path.endsWith(after)
        : path.equals(before);
  }

  /** What the name stands for in a path that fits; "" where the pattern has none. */
  String name(String path) {
    return hasName ? path.substring(before.length(), path.length() - after.length()) : "";
  }
}
