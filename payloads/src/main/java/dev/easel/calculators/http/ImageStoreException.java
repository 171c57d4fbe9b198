package dev.easel.calculators.http;

import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;

/** A request is right, and what keeps images for URLs cannot serve it. */
public final class ImageStoreException extends StatusException {
  private static final long serialVersionUID = 1L;

  private static final int UNAVAILABLE = 503;
  private static final int FULL = 507;

  private final String errorCode;
  private final int httpStatus;

  private ImageStoreException(
      StatusCode code, int httpStatus, String errorCode, String message, Throwable cause) {
    super(code, message, cause);
    this.httpStatus = httpStatus;
    this.errorCode = errorCode;
  }

  /** The store cannot be reached, or does not answer in time; it may later. */
  public static ImageStoreException unavailable(String message, Throwable cause) {
    return new ImageStoreException(
        StatusCode.UNAVAILABLE, UNAVAILABLE, "image_store_unavailable", message, cause);
  }

  /** What the store lies on has no room. */
  public static ImageStoreException full(String message, Throwable cause) {
    return new ImageStoreException(
        StatusCode.RESOURCE_EXHAUSTED, FULL, "image_store_full", message, cause);
  }

  /** What happened, for programs. */
  public String errorCode() {
    return errorCode;
  }

  /** The HTTP status to answer with. */
  public int httpStatus() {
    return httpStatus;
  }
}
