package dev.easel.http.form;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Finds the lines that separate parts. It looks where a boundary would end, and mostly steps on by
 * its whole length. A boundary has no carriage return in it, so no two places where one may begin
 * overlap, and every byte is looked at three times at most, whatever the boundary is.
 */
final class Delimiter {

  private static final int PIECE = 1 << 20;

  private final String boundary;
  private final byte[] line;
  private final short[] steps;
  private final Runnable check;

  /**
   * The lines with a boundary.
   *
   * @param check called after every so many bytes; what it throws ends the search
   */
  Delimiter(String boundary, Runnable check) {
    this.check = check;
    this.boundary = boundary;
    this.line = ("\r\n--" + boundary).getBytes(StandardCharsets.UTF_8);
    this.steps = steps(line);
  }

  String boundary() {
    return boundary;
  }

  /** The length of the dashes and the boundary, without the line end before them. */
  int length() {
    return line.length - 2;
  }

  /** Where the line end before the next boundary line is; -1 when there is none. */
  int find(byte[] bytes, int from, int end) {
    int last = end - line.length;
    int at = from;
    while (at <= last) {
      int pieceEnd = (int) Math.min((long) at + PIECE, last + 1L);
      while (at < pieceEnd) {
        byte ending = bytes[at + line.length - 1];
        if (bytes[at] == '\r'
            && ending == line[line.length - 1]
            && fits(bytes, at, 0)
            && isWholeLine(bytes, at + line.length, end)) {
          return at;
        }
        at += steps[ending & 0xff];
      }
      check.run();
    }
    return -1;
  }

  /** How far on a boundary may begin at the earliest, by the byte where this one would end. */
  private static short[] steps(byte[] line) {
    short[] steps = new short[256];
    Arrays.fill(steps, (short) line.length);
    for (int i = 0; i < line.length - 1; i++) {
      steps[line[i] & 0xff] = (short) (line.length - 1 - i);
    }
    return steps;
  }

  /** Whether a boundary line begins at {@code at}. */
  boolean isAt(byte[] bytes, int at, int end) {
    return at + length() <= end && fits(bytes, at - 2, 2) && isWholeLine(bytes, at + length(), end);
  }

  /** Where the line that follows a boundary line begins. */
  int endOfLine(byte[] bytes, int after, int end) {
    int at = after;
    while (at + 1 < end && !(bytes[at] == '\r' && bytes[at + 1] == '\n')) {
      at++;
    }
    return Math.min(end, at + 2);
  }

  private boolean fits(byte[] bytes, int at, int first) {
    for (int i = first; i < line.length; i++) {
      if (bytes[at + i] != line[i]) {
        return false;
      }
    }
    return true;
  }

  /** A longer text that only begins like the boundary is content. */
  private static boolean isWholeLine(byte[] bytes, int after, int end) {
    int at = after;
    if (at + 1 < end && bytes[at] == '-' && bytes[at + 1] == '-') {
      return true;
    }
    while (at < end && (bytes[at] == ' ' || bytes[at] == '\t')) {
      at++;
    }
    return at + 1 < end && bytes[at] == '\r' && bytes[at + 1] == '\n';
  }
}
