package dev.easel.http.body;

import dev.easel.http.form.FormLimits;

/**
 * How large requests' bodies may be.
 *
 * @param bytes the most bytes of a body
 * @param totalBytes the most bytes of memory that all bodies take together; no body may have more
 * @param form the limits of a form's parts
 */
public record BodyLimits(long bytes, long totalBytes, FormLimits form) {

  /** No array is longer. */
  private static final long MOST = Integer.MAX_VALUE - 64;

  private static final long CAMERA_UPLOADS = 256L << 20;

  /** Checks the ranges. */
  public BodyLimits {
    if (bytes < 1 || bytes > MOST) {
      throw new IllegalArgumentException(
          "the limit of a request's body must be in 1 to " + MOST + " bytes, not " + bytes);
    }
    if (totalBytes < 1) {
      throw new IllegalArgumentException(
          "the limit of all bodies must be at least 1 byte, not " + totalBytes);
    }
    bytes = Math.min(bytes, totalBytes);
  }

  /** Room for a few uploads of camera size, within a quarter of the heap. */
  public static BodyLimits standard() {
    return new BodyLimits(CAMERA_UPLOADS, quarterOfHeap(), FormLimits.DEFAULT);
  }

  /** What all bodies may take when nobody decides. */
  public static long quarterOfHeap() {
    return Math.max(1 << 20, Runtime.getRuntime().maxMemory() / 4);
  }
}
