package dev.easel.genai.bridge;

import java.nio.charset.StandardCharsets;

/**
 * Looks at every value before native code sees it; the messages name the value and what would be
 * right.
 *
 * <p><b>Failure</b>: {@link IllegalArgumentException}.
 */
public final class Checks {
  /** The most images of one run. */
  public static final int MAX_IMAGES = 1024;

  /** The longest side of an image. */
  public static final int MAX_SIDE = 16_384;

  private Checks() {}

  /** Refuses what is below the least value. */
  public static void atLeast(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(name + " must be at least " + least + ", not " + value);
    }
  }

  /** Refuses what is outside both ends, which are allowed. */
  public static void between(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + " must be from " + least + " to " + most + ", not " + value);
    }
  }

  /** Refuses what is outside both ends, which are allowed, and what is no number. */
  public static void between(String name, float value, float least, float most) {
    // Not (value < least || value > most), which a NaN would pass.
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          name + " must be from " + least + " to " + most + ", not " + value);
    }
  }

  /** Refuses infinities and what is no number. */
  public static void finite(String name, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(name + " must be a finite number, not " + value);
    }
  }

  /** C ends a text at a NUL, so one inside would silently cut it. */
  public static String text(String name, String value) {
    if (value.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(name + " must not hold the character U+0000");
    }
    return value;
  }

  /** UTF-8 as it is: JNI's own strings would break characters beyond U+FFFF. */
  public static byte[] utf8(String name, String value) {
    return text(name, value).getBytes(StandardCharsets.UTF_8);
  }
}
