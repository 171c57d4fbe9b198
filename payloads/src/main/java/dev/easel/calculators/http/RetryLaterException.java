package dev.easel.calculators.http;

import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.time.Duration;

/** A request that is right and that cannot be taken now. */
public final class RetryLaterException extends StatusException {
  private static final long serialVersionUID = 1L;

  private final String errorCode;
  private final Duration after;

  /**
   * A refusal.
   *
   * @param errorCode says which limit is reached, for programs
   * @param after when it is worth trying again
   */
  public RetryLaterException(String errorCode, String message, Duration after) {
    this(StatusCode.RESOURCE_EXHAUSTED, errorCode, message, after);
  }

  private RetryLaterException(StatusCode code, String errorCode, String message, Duration after) {
    super(code, message);
    this.errorCode = errorCode;
    this.after = after;
  }

  /**
   * What is asked is not there yet, and comes by itself.
   *
   * @param after when it should be there
   */
  public static RetryLaterException loading(String message, Duration after) {
    return new RetryLaterException(StatusCode.UNAVAILABLE, "model_loading", message, after);
  }

  /** Which limit is reached, or {@code model_loading}. */
  public String errorCode() {
    return errorCode;
  }

  /** When it is worth trying again. */
  public Duration after() {
    return after;
  }
}
