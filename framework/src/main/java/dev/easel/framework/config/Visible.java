package dev.easel.framework.config;

import java.util.regex.Pattern;

/** Text of a file that others wrote, as it may stand on a terminal and in a log. */
final class Visible {

  private static final Pattern CONTROLS = Pattern.compile("[\\p{Cntrl}\\x80-\\x9f&&[^\n]]");
  private static final Pattern ENDS = Pattern.compile("\\s*\n\\s*");

  private Visible() {}

  /** The same on one line. */
  static String line(String text) {
    return lines(ENDS.matcher(text).replaceAll(" "));
  }

  /** The same with a mark for each character that is none to look at. */
  static String lines(String text) {
    return CONTROLS.matcher(text).replaceAll("?");
  }
}
