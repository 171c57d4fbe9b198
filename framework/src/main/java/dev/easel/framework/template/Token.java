package dev.easel.framework.template;

/**
 * A word of a text.
 *
 * @param kind what it is
 * @param text the word as written
 * @param start where it starts
 * @param end where it ends
 */
record Token(Kind kind, String text, int start, int end) {
  /** What words there are. */
  enum Kind {
    NAME,
    NUMBER,
    STRING,
    SYMBOL,
    END
  }

  boolean is(String word) {
    return text.equals(word) && kind != Kind.STRING;
  }

  /** What a string literal stands for. */
  String unquoted() {
    return kind == Kind.STRING ? text.substring(1, text.length() - 1) : text;
  }
}
