package dev.easel.framework.core.port;

import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;

/** Conditions whose failure MediaPipe reports as {@code RET_CHECK}, with code {@code INTERNAL}. */
public final class RetCheck {
  private RetCheck() {}

  /**
   * Throws unless {@code condition} holds.
   *
   * @param message what would be right
   */
  public static void that(boolean condition, String message) {
    if (!condition) {
      throw new StatusException(StatusCode.INTERNAL, "RET_CHECK failure: " + message);
    }
  }

  /** Throws {@code INVALID_ARGUMENT} unless {@code condition} holds. */
  public static void argument(boolean condition, String message) {
    if (!condition) {
      throw new StatusException(StatusCode.INVALID_ARGUMENT, message);
    }
  }
}
