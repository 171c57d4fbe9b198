package dev.easel.serving.graph;

/**
 * A place in a text, as an editor counts.
 *
 * @param line the line, from 1
 * @param column the column, from 1
 */
record TextPlace(int line, int column) {

  /** The place of a character. */
  static TextPlace of(String text, int offset) {
    int line = 1;
    int begin = 0;
    for (int i = text.indexOf('\n'); i >= 0 && i < offset; i = text.indexOf('\n', i + 1)) {
      line++;
      begin = i + 1;
    }
    return new TextPlace(line, offset - begin + 1);
  }
}
