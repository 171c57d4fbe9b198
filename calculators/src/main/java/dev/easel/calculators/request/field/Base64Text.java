package dev.easel.calculators.request.field;

/**
 * Base64 as URLs carry it, gathered in the array where it lies: line breaks and the blanks around
 * them are left out, and {@code %2B} and its like are undone.
 *
 * <p>Blanks inside a line are another matter. A {@code +} that went through a form's decoding is
 * one, and without it all that follows would be moved by six bits: an image that looks like none,
 * or, worse, one that a lenient decoder takes. So they are left out only where they part pieces of
 * one length, as those do who wrap lines with blanks.
 */
final class Base64Text {

  private final byte[] text;
  private final int start;
  private int length;
  private int lineStart;
  private int width;

  /** The text that begins here. */
  Base64Text(byte[] text, int start) {
    this.text = text;
    this.start = start;
  }

  /** Gathers what stands up to {@code end}; false when a blank may stand for something else. */
  boolean gather(int end) {
    boolean hasBlank = false;
    boolean hasBreak = true;
    for (int at = start; at < end; at++) {
      byte value = text[at];
      int escaped = value == '%' ? escaped(at, end) : -1;
      if (escaped >= 0) {
        value = (byte) escaped;
        at += 2;
      }
      if (value == ' ' || value == '\t') {
        hasBlank = true;
        continue;
      }
      if (value == '\r' || value == '\n' || value == '\f') {
        hasBreak = true;
        continue;
      }
      if (hasBreak) {
        lineStart = length;
      } else if (hasBlank && !isPiece()) {
        return false;
      }
      hasBreak = false;
      hasBlank = false;
      text[start + length++] = value;
    }
    return width == 0 || length % 4 == 0;
  }

  private boolean isPiece() {
    int piece = length - lineStart;
    lineStart = length;
    if (width == 0) {
      width = piece;
    }
    return piece == width && piece % 4 == 0;
  }

  private int escaped(int at, int end) {
    int high = at + 2 < end ? Character.digit(text[at + 1], 16) : -1;
    int low = at + 2 < end ? Character.digit(text[at + 2], 16) : -1;
    return high < 0 || low < 0 ? -1 : high << 4 | low;
  }

  /** How many characters were gathered, from the start on. */
  int length() {
    return length;
  }
}
