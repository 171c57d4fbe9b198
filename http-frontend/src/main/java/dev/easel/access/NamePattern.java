package dev.easel.access;

/**
 * A name in which {@code *} stands for any text.
 *
 * <p><b>Threads</b>: immutable.
 *
 * @param text the pattern, such as {@code gpt-image-*}
 */
public record NamePattern(String text) {

  /** Everything. */
  public static final NamePattern ANY = new NamePattern("*");

  /** Whether a name fits; looks at each character a few times at most, whatever the pattern. */
  public boolean matches(String name) {
    int at = 0;
    int from = 0;
    int star = -1;
    int retry = 0;
    while (at < name.length()) {
      if (from < text.length() && text.charAt(from) == '*') {
        star = from++;
        retry = at;
      } else if (from < text.length() && text.charAt(from) == name.charAt(at)) {
        from++;
        at++;
      } else if (star >= 0) {
        from = star + 1;
        at = ++retry;
      } else {
        return false;
      }
    }
    while (from < text.length() && text.charAt(from) == '*') {
      from++;
    }
    return from == text.length();
  }
}
