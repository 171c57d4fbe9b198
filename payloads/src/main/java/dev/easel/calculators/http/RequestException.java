package dev.easel.calculators.http;

import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A mistake in a request: what is wrong with which field, and what would be right.
 *
 * <p>Calculators throw it; the server finds it in {@link StatusException#failures()} of the run and
 * answers with an OpenAI error object of the same {@code param}, {@code code} and message.
 */
public final class RequestException extends StatusException {
  private static final long serialVersionUID = 1L;

  /** The error code of a value that a field cannot have. */
  public static final String INVALID_VALUE = "invalid_value";

  /** The error code of a value of a wrong JSON type. */
  public static final String INVALID_TYPE = "invalid_type";

  /** The error code of a field that must be there and is not. */
  public static final String MISSING = "missing_required_parameter";

  /** The error code of a field that nobody defines. */
  public static final String UNKNOWN = "unknown_parameter";

  /** The error code of something that the API defines and this model or server cannot do. */
  public static final String UNSUPPORTED = "unsupported_parameter";

  private final String param;
  private final String errorCode;
  private final int httpStatus;

  private RequestException(
      StatusCode code, String param, String errorCode, int httpStatus, String message) {
    super(code, message);
    this.param = Objects.requireNonNull(param, "param");
    this.errorCode = Objects.requireNonNull(errorCode, "errorCode");
    this.httpStatus = httpStatus;
  }

  /** A field whose value is not acceptable; the message begins with the field's name. */
  public static RequestException invalid(String param, String message) {
    return of(param, INVALID_VALUE, param + ": " + message);
  }

  /** A field whose value has a wrong type. */
  public static RequestException wrongType(String param, String message) {
    return of(param, INVALID_TYPE, param + ": " + message);
  }

  /** A field that is required and absent. */
  public static RequestException missing(String param, String message) {
    return of(param, MISSING, param + ": " + message);
  }

  /** Something that the API defines and this model or server cannot do. */
  public static RequestException unsupported(String param, String message) {
    return of(param, UNSUPPORTED, param + ": " + message);
  }

  /** A mistake of any error code; an empty {@code param} means the request as a whole. */
  public static RequestException of(String param, String errorCode, String message) {
    return new RequestException(StatusCode.INVALID_ARGUMENT, param, errorCode, 0, message);
  }

  /** A mistake that has an HTTP status of its own, such as 415. */
  public static RequestException withStatus(
      int httpStatus, String param, String errorCode, String message) {
    return new RequestException(StatusCode.INVALID_ARGUMENT, param, errorCode, httpStatus, message);
  }

  /** A request that is right in itself and that this model has no pipeline for. */
  public static RequestException precondition(String param, String message) {
    return new RequestException(StatusCode.FAILED_PRECONDITION, param, UNSUPPORTED, 0, message);
  }

  /** The field at fault; empty when it is the request as a whole. */
  public Optional<String> param() {
    return param.isEmpty() ? Optional.empty() : Optional.of(param);
  }

  /** OpenAI's error code, for example {@code invalid_value}. */
  public String errorCode() {
    return errorCode;
  }

  /** The HTTP status to answer with when it is not the status code's own. */
  public OptionalInt httpStatus() {
    return httpStatus == 0 ? OptionalInt.empty() : OptionalInt.of(httpStatus);
  }
}
