package dev.easel.http.error;

import dev.easel.calculators.http.ImageStoreException;
import dev.easel.calculators.http.ModelLostException;
import dev.easel.calculators.http.RequestException;
import dev.easel.calculators.http.RetryLaterException;
import dev.easel.calculators.upstream.failure.UpstreamException;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.time.Duration;
import java.util.Optional;

/**
 * The one place where a status becomes an HTTP answer.
 *
 * <p>A {@link RequestException}, {@link RetryLaterException}, {@link ModelLostException} or {@link
 * ImageStoreException} or an {@link UpstreamException} that a calculator throws is meant for the
 * client and is told as it is, without the graph's words around it. Anything else is the server's
 * own failure: the client learns that it happened, and the log has the rest.
 */
public final class ErrorTable {

  private static final String RETRY_AFTER = "retry-after";

  private ErrorTable() {}

  /** The answer to a failure that the server itself found. */
  public static ErrorAnswer answer(StatusException failure) {
    if (failure instanceof RequestException mistake) {
      int status = mistake.httpStatus().orElse(status(mistake.code()));
      Optional<String> code = Optional.of(mistake.errorCode());
      return withRetry(ErrorAnswer.of(status, mistake.message(), mistake.param(), code));
    }
    if (failure instanceof RetryLaterException busy) {
      return ErrorAnswer.of(status(busy.code()), busy.message(), busy.errorCode())
          .with(RETRY_AFTER, seconds(busy.after()));
    }
    if (failure instanceof UpstreamException upstream) {
      Optional<String> code = Optional.of(upstream.errorCode());
      ErrorAnswer answer =
          ErrorAnswer.of(upstream.httpStatus(), upstream.message(), upstream.param(), code);
      return upstream
          .after()
          .map(after -> answer.with(RETRY_AFTER, seconds(after)))
          .orElseGet(() -> withRetry(answer));
    }
    if (failure instanceof ModelLostException lost) {
      return withRetry(ErrorAnswer.of(status(lost.code()), lost.message(), lost.errorCode()));
    }
    if (failure instanceof ImageStoreException store) {
      return withRetry(ErrorAnswer.of(store.httpStatus(), store.message(), store.errorCode()));
    }
    return withRetry(answer(failure.code(), failure.message()));
  }

  private static String seconds(Duration after) {
    return String.valueOf(Math.max(1, after.plusMillis(999).toSeconds()));
  }

  /**
   * The answer to a run that failed.
   *
   * @param request the request's id, under which the log has more
   */
  public static ErrorAnswer ofRun(StatusException failure, String request) {
    for (Throwable thrown : failure.failures()) {
      if (thrown instanceof RequestException mistake) {
        return answer(mistake);
      }
      if (thrown instanceof RetryLaterException busy) {
        return answer(busy);
      }
      if (thrown instanceof ModelLostException lost) {
        return answer(lost);
      }
      if (thrown instanceof ImageStoreException store) {
        return answer(store);
      }
      if (thrown instanceof UpstreamException upstream) {
        return answer(upstream);
      }
    }
    return failure.failures().isEmpty() && isReasonToEnd(failure.code())
        ? answer(failure)
        : internal(request);
  }

  /**
   * The answer to something that nobody expected.
   *
   * @param request the request's id, under which the log has more
   */
  public static ErrorAnswer internal(String request) {
    return ErrorAnswer.of(
        500, "The server failed to answer; its log has the reason under " + request + ".");
  }

  private static ErrorAnswer answer(StatusCode code, String message) {
    String text = isTold(code) ? message : "The server failed to answer; its log has the reason.";
    return ErrorAnswer.of(status(code), text);
  }

  /** The HTTP status of a code. */
  public static int status(StatusCode code) {
    return switch (code) {
      case OK -> 200;
      case CANCELLED -> 499;
      case INVALID_ARGUMENT, OUT_OF_RANGE -> 400;
      case UNAUTHENTICATED -> 401;
      case PERMISSION_DENIED -> 403;
      case NOT_FOUND -> 404;
      case ALREADY_EXISTS, ABORTED -> 409;
      case FAILED_PRECONDITION -> 412;
      case RESOURCE_EXHAUSTED -> 429;
      case UNKNOWN, INTERNAL, DATA_LOSS -> 500;
      case UNIMPLEMENTED -> 501;
      case UNAVAILABLE -> 503;
      case DEADLINE_EXCEEDED -> 504;
    };
  }

  private static boolean isTold(StatusCode code) {
    return switch (code) {
      case OK, UNKNOWN, INTERNAL, DATA_LOSS -> false;
      default -> true;
    };
  }

  /** Codes that somebody outside the graph ends a run with; others are the graph's own trouble. */
  private static boolean isReasonToEnd(StatusCode code) {
    return switch (code) {
      case CANCELLED, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, UNAVAILABLE -> true;
      default -> false;
    };
  }

  private static ErrorAnswer withRetry(ErrorAnswer answer) {
    boolean isRetried = answer.status() == 429 || answer.status() == 503;
    return isRetried ? answer.with(RETRY_AFTER, "1") : answer;
  }
}
