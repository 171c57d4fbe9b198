package dev.easel.http.exchange;

import dev.easel.http.form.FormLimits;

/**
 * How large a request's body may be.
 *
 * @param bytes the most bytes of a body
 * @param form the limits of a form's parts
 */
public record BodyLimits(long bytes, FormLimits form) {

  /** No array is longer. */
  private static final long MOST = Integer.MAX_VALUE - 64;

  /** Room for a few uploads of camera size. */
  public static final BodyLimits DEFAULT = new BodyLimits(256L << 20, FormLimits.DEFAULT);

  /** Checks the range. */
  public BodyLimits {
    if (bytes < 1 || bytes > MOST) {
      throw new IllegalArgumentException(
          "the limit of a request's body must be in 1 to " + MOST + " bytes, not " + bytes);
    }
  }
}
