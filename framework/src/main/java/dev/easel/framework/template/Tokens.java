package dev.easel.framework.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;

/** The words of a text in turn, without its spaces and comments. */
final class Tokens {
  private static final Set<String> PAIRS = Set.of(">=", "<=", "==", "!=", "&&", "||");

  private final String text;
  private final List<Token> tokens = new ArrayList<>();
  private int at;

  Tokens(String text) {
    this.text = text;
    int start = 0;
    while (start < text.length()) {
      char c = text.charAt(start);
      if (Character.isWhitespace(c)) {
        start++;
      } else if (c == '#') {
        start = endOf(start, ch -> ch != '\n');
      } else {
        start = add(start, c);
      }
    }
    tokens.add(new Token(Token.Kind.END, "", text.length(), text.length()));
  }

  private int add(int start, char c) {
    if (c == '"' || c == '\'') {
      return add(Token.Kind.STRING, start, endOfString(start, c));
    }
    if (isDigit(c)) {
      return add(Token.Kind.NUMBER, start, endOf(start, ch -> isWord(ch) || ch == '.'));
    }
    if (isWord(c)) {
      return add(Token.Kind.NAME, start, endOf(start, Tokens::isWord));
    }
    boolean pair = start + 1 < text.length() && PAIRS.contains(text.substring(start, start + 2));
    return add(Token.Kind.SYMBOL, start, start + (pair ? 2 : 1));
  }

  private int add(Token.Kind kind, int start, int end) {
    tokens.add(new Token(kind, text.substring(start, end), start, end));
    return end;
  }

  private int endOf(int start, IntPredicate goesOn) {
    int end = start + 1;
    while (end < text.length() && goesOn.test(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private int endOfString(int start, char quote) {
    for (int i = start + 1; i < text.length() && text.charAt(i) != '\n'; i++) {
      if (text.charAt(i) == '\\') {
        i++;
      } else if (text.charAt(i) == quote) {
        return i + 1;
      }
    }
    throw new TemplateSyntaxException(start, "a string that does not end on its line");
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isWord(int c) {
    return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }

  String text() {
    return text;
  }

  boolean has(String word) {
    return tokens.stream().anyMatch(t -> t.is(word));
  }

  Token peek() {
    return tokens.get(at);
  }

  /** The word before the next one; there is one. */
  Token last() {
    return tokens.get(at - 1);
  }

  Token next() {
    Token token = tokens.get(at);
    if (at < tokens.size() - 1) {
      at++;
    }
    return token;
  }

  boolean isNext(String word) {
    return peek().is(word);
  }

  boolean take(String word) {
    boolean found = isNext(word);
    if (found) {
      next();
    }
    return found;
  }

  Token expect(String word, String why) {
    if (!isNext(word)) {
      throw mistake("expected \"%s\" %s".formatted(word, why));
    }
    return next();
  }

  /** A mistake at the next word. */
  TemplateSyntaxException mistake(String what) {
    Token found = peek();
    String got = found.kind() == Token.Kind.END ? "the end of the text" : found.text();
    return new TemplateSyntaxException(found.start(), what + ", found " + got);
  }
}
