package dev.easel.http.framing;

/** The classes of characters of RFC 9110, section 5.6; a character stands for one byte. */
final class Letters {

  private static final String TOKEN_SIGNS = "!#$%&'*+-.^_`|~";

  private Letters() {}

  static boolean isToken(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isToken(text.charAt(i))) {
        return false;
      }
    }
    return !text.isEmpty();
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
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c >= 0x7f) {
        return false;
      }
    }
    return true;
  }

  static boolean isBlank(int c) {
    return c == ' ' || c == '\t';
  }

  /** Whether something is text of a header's value throughout. */
  static boolean isText(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isText(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** Whether something is ASCII throughout. */
  static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  /** Whether something is digits throughout. */
  static boolean isNumber(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isDigit(text.charAt(i))) {
        return false;
      }
    }
    return !text.isEmpty();
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
