package dev.easel.calculators.http;

import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;

/** A request is right, and the model ended while it worked on it, or has ended before. */
public final class ModelLostException extends StatusException {
  private static final long serialVersionUID = 1L;

  private final String errorCode;

  private ModelLostException(StatusCode code, String errorCode, String message, Throwable cause) {
    super(code, message, cause);
    this.errorCode = errorCode;
  }

  /** The model is being loaded again, or will be when its files are whole. */
  public static ModelLostException forNow(String message, Throwable cause) {
    return new ModelLostException(StatusCode.UNAVAILABLE, "model_unavailable", message, cause);
  }

  /** The request itself seems to end the model. */
  public static ModelLostException byThisRequest(String message, Throwable cause) {
    return new ModelLostException(StatusCode.INTERNAL, "model_ended", message, cause);
  }

  /** What happened, for programs. */
  public String errorCode() {
    return errorCode;
  }
}
