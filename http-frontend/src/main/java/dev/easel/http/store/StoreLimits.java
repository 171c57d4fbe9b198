package dev.easel.http.store;

import dev.easel.calculators.http.RequestException;
import java.time.Duration;

/**
 * How much a store keeps.
 *
 * @param count the most images
 * @param bytes the most bytes of all images together
 * @param time how long an image is kept
 */
public record StoreLimits(int count, long bytes, Duration time) {

  /** 1000 images, 256 MiB, one hour. */
  public static final StoreLimits DEFAULT = new StoreLimits(1000, 256L << 20, Duration.ofHours(1));

  /** Checks that the limits allow anything. */
  public StoreLimits {
    if (count < 1 || bytes < 1 || time.isNegative() || time.isZero()) {
      throw new IllegalArgumentException("an image store needs room for at least one picture");
    }
  }

  /**
   * Looks whether an image can be kept at all.
   *
   * <p><b>Failure</b>: a request's mistake when the image alone is larger than the store.
   */
  public void checkFits(long size) {
    if (size > bytes) {
      throw RequestException.unsupported(
          "response_format",
          "a picture of %d bytes is larger than the store behind 'url', which keeps %d; ask for 'b64_json'"
              .formatted(size, bytes));
    }
  }
}
