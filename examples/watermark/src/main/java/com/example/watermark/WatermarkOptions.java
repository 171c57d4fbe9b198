package com.example.watermark;

/**
 * What a graph may say to a node of {@link WatermarkCalculator}.
 *
 * @param text capital letters, digits, blanks, dots and dashes
 * @param corner where it stands
 * @param scale how many pixels wide a dot of a letter is; a letter is 5 dots wide and 7 high
 * @param opacity of the letters, 0 to 1
 */
public record WatermarkOptions(String text, Corner corner, int scale, double opacity) {
  /** Where the text stands. */
  public enum Corner {
    TOP_LEFT,
    TOP_RIGHT,
    BOTTOM_LEFT,
    BOTTOM_RIGHT
  }

  /** What a graph without options gets. */
  public WatermarkOptions() {
    this("EASEL", Corner.BOTTOM_RIGHT, 2, 0.6);
  }

  /** Refuses what makes no sense, when the graph is loaded. */
  public WatermarkOptions {
    if (text.isEmpty() || !text.chars().allMatch(Letters::has)) {
      throw new IllegalArgumentException(
          "text is \"" + text + "\"; it may have " + Letters.ALL + " and blanks");
    }
    if (scale < 1 || scale > 64) {
      throw new IllegalArgumentException("scale is " + scale + ", not from 1 to 64");
    }
    if (!(opacity >= 0 && opacity <= 1)) {
      throw new IllegalArgumentException("opacity is " + opacity + ", not from 0 to 1");
    }
  }
}
