package dev.easel.http.framing;

/** The line before a chunk's bytes: their number, and extensions, which mean nothing here. */
final class ChunkLine {

  /** Leading zeros included. */
  private static final int MOST_DIGITS = 16;

  private final String line;
  private int at;

  private ChunkLine(String line) {
    this.line = line;
  }

  /** The size that a line without its end tells. */
  static int size(String line) {
    return new ChunkLine(line).size();
  }

  private int size() {
    long size = 0;
    while (at < line.length()
        && Character.digit(line.charAt(at), 16) >= 0
        && line.charAt(at) < 128) {
      size = size * 16 + Character.digit(line.charAt(at), 16);
      at++;
      if (size > Integer.MAX_VALUE || at > MOST_DIGITS) {
        throw malformed();
      }
    }
    if (at == 0) {
      throw malformed();
    }
    while (at < line.length()) {
      readExtension();
    }
    return (int) size;
  }

  private void readExtension() {
    skipBlanks();
    expect(';');
    skipBlanks();
    readToken();
    int end = at;
    skipBlanks();
    if (at == line.length() && end != at) {
      throw malformed(); // blanks at the end belong to nothing
    }
    if (at < line.length() && line.charAt(at) == '=') {
      at++;
      skipBlanks();
      if (at < line.length() && line.charAt(at) == '"') {
        readQuoted();
      } else {
        readToken();
      }
    }
  }

  private void readToken() {
    int start = at;
    while (at < line.length() && Letters.isToken(line.charAt(at))) {
      at++;
    }
    if (at == start) {
      throw malformed();
    }
  }

  private void readQuoted() {
    at++;
    while (at < line.length() && line.charAt(at) != '"') {
      at += line.charAt(at) == '\\' ? 1 : 0;
      if (at >= line.length() || !Letters.isText(line.charAt(at))) {
        throw malformed();
      }
      at++;
    }
    expect('"');
  }

  private void expect(char wanted) {
    if (at >= line.length() || line.charAt(at) != wanted) {
      throw malformed();
    }
    at++;
  }

  private void skipBlanks() {
    while (at < line.length() && Letters.isBlank(line.charAt(at))) {
      at++;
    }
  }

  private static FramingException malformed() {
    return FramingException.malformed(
        "the body's chunks are malformed: each begins with a line of its size in hexadecimal");
  }
}
