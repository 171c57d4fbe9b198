package dev.easel.calculators.upstream.failure;

import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.time.Duration;
import java.util.Optional;

/**
 * A request that was passed on to another server, and that this one did not answer with pictures.
 *
 * <p>Its message is fit for a client's eyes: it names neither the other server nor a key.
 */
public final class UpstreamException extends StatusException {
  private static final long serialVersionUID = 1L;

  private final int httpStatus;
  private final String param;
  private final String errorCode;
  private final transient Optional<Duration> after;

  private UpstreamException(
      int httpStatus, String param, String errorCode, String message, Optional<Duration> after) {
    super(StatusCode.UNAVAILABLE, message);
    this.httpStatus = httpStatus;
    this.param = param;
    this.errorCode = errorCode;
    this.after = after;
  }

  /** A failure with the HTTP status to answer with and its code for programs. */
  public static UpstreamException of(int httpStatus, String errorCode, String message) {
    return new UpstreamException(httpStatus, "", errorCode, message, Optional.empty());
  }

  /** The other server found a mistake in a field of the request; "" is the request as a whole. */
  public static UpstreamException mistake(
      int httpStatus, String param, String errorCode, String message) {
    return new UpstreamException(httpStatus, param, errorCode, message, Optional.empty());
  }

  /** The same, worth another try after a while. */
  public UpstreamException after(Duration time) {
    return new UpstreamException(httpStatus, param, errorCode, message(), Optional.of(time));
  }

  /** The HTTP status to answer with. */
  public int httpStatus() {
    return httpStatus;
  }

  /** The field at fault. */
  public Optional<String> param() {
    return param.isEmpty() ? Optional.empty() : Optional.of(param);
  }

  /** What happened, for programs. */
  public String errorCode() {
    return errorCode;
  }

  /** When it is worth trying again, if somebody has said so. */
  public Optional<Duration> after() {
    return after == null ? Optional.empty() : after;
  }
}
