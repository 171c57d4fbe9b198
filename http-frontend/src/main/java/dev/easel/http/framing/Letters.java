package dev.easel.http.framing;

/** The classes of characters of RFC 9110, section 5.6; a character stands for one byte. */
final class Letters {

  private static final String TOKEN_SIGNS = "!#$%&'*+-.^_`|~";

  private Letters() {}

  static boolean isToken(String text) {
    return !text.isEmpty() && text.chars().allMatch(Letters::isToken);
  }

  static boolean isToken(int c) {
    return isDigit(c)
        || (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || TOKEN_SIGNS.indexOf(c) >= 0;
  }

  static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  /** Whether something is visible ASCII throughout. */
  static boolean isVisible(String text) {
    return text.chars().allMatch(c -> c > ' ' && c < 0x7f);
  }

  static boolean isBlank(int c) {
    return c == ' ' || c == '\t';
  }

  /** Text of a header's value: no control character but the tab. */
  static boolean isText(int c) {
    return c == '\t' || (c >= ' ' && c != 0x7f);
  }

  /** Without the blanks that a value may stand between. */
  static String trim(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isBlank(text.charAt(start))) {
      start++;
    }
    while (end > start && isBlank(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }
}
