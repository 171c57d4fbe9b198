package dev.easel.calculators.model;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An image's size in pixels.
 *
 * @param width at least 1
 * @param height at least 1
 */
public record Resolution(int width, int height) {

  private static final Pattern TEXT = Pattern.compile("([1-9][0-9]{0,8})x([1-9][0-9]{0,8})");

  /** Checks that there is something to see. */
  public Resolution {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException(width + "x" + height + " has no pixels");
    }
  }

  /** Reads text such as {@code 512x768}, width first; empty when it is anything else. */
  public static Optional<Resolution> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new Resolution(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))))
        : Optional.empty();
  }

  /** Whether neither side is longer than the other resolution's. */
  public boolean fitsIn(Resolution other) {
    return width <= other.width && height <= other.height;
  }

  /** The same with neither side longer than this. */
  public Resolution within(int side) {
    return new Resolution(Math.min(width, side), Math.min(height, side));
  }

  @Override
  public String toString() {
    return width + "x" + height;
  }
}
