package dev.easel.http.form;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Finds the lines that separate parts, skipping as far ahead as the boundary's bytes allow. */
final class Delimiter {

  private final String boundary;
  private final byte[] line;
  private final int[] skips = new int[256];

  Delimiter(String boundary) {
    this.boundary = boundary;
    this.line = ("\r\n--" + boundary).getBytes(StandardCharsets.UTF_8);
    Arrays.fill(skips, line.length);
    for (int i = 0; i < line.length - 1; i++) {
      skips[line[i] & 0xff] = line.length - 1 - i;
    }
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
    int at = from;
    while (at + line.length <= end) {
      if (fits(bytes, at, 0) && isWholeLine(bytes, at + line.length, end)) {
        return at;
      }
      at += skips[bytes[at + line.length - 1] & 0xff];
    }
    return -1;
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
    for (int i = line.length - 1; i >= first; i--) {
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
