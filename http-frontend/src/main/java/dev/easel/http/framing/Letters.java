package dev.easel.http.framing;

import java.util.function.IntPredicate;

/** The classes of characters of RFC 9110, section 5.6; a character stands for one byte. */
public final class Letters {

  private static final String TOKEN_SIGNS = "!#$%&'*+-.^_`|~";

  private Letters() {}

  static boolean isToken(String text) {
    return !text.isEmpty() && all(text, Letters::isToken);
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
    return all(text, c -> c > ' ' && c < 0x7f);
  }

  static boolean isBlank(int c) {
    return c == ' ' || c == '\t';
  }

  /** Whether something is text of a header's value throughout. */
  static boolean isText(String text) {
    return all(text, Letters::isText);
  }

  /** Whether something is ASCII throughout. */
  static boolean isAscii(String text) {
    return all(text, c -> c < 0x80);
  }

  /** Whether something is digits throughout. */
  public static boolean isNumber(String text) {
    return !text.isEmpty() && all(text, Letters::isDigit);
  }

  /** A loop, since a stream for each header of each request is dear. */
  private static boolean all(String text, IntPredicate is) {
    for (int i = 0; i < text.length(); i++) {
      if (!is.test(text.charAt(i))) {
        return false;
      }
    }
    return true;
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
