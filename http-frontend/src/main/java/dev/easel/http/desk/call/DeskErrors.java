package dev.easel.http.desk.call;

import dev.easel.http.error.ErrorAnswer;
import dev.easel.http.error.Refusal;
import dev.easel.store.failure.StoreException;
import java.util.Optional;

/** What clients are told when something cannot be kept, found or done. */
public final class DeskErrors {
  private static final String RETRY_AFTER = "retry-after";

  private DeskErrors() {}

  /** The answer to a failure of the store. */
  public static ErrorAnswer of(StoreException failure) {
    String why = String.valueOf(failure.getMessage());
    return switch (failure.failure()) {
      case NO_ROOM -> ErrorAnswer.of(507, "the server has no room left: " + why, "no_room");
      case LINE_FULL -> ErrorAnswer.of(429, why, "line_full").with(RETRY_AFTER, "5");
      case TOO_LARGE -> ErrorAnswer.of(413, why, "request_too_large");
      case UNAVAILABLE, CLOSED, IN_USE ->
          ErrorAnswer.of(
                  503, "the store of tasks cannot be reached; try again", "store_unavailable")
              .with(RETRY_AFTER, "2");
      case WRONG_VERSION, DAMAGED ->
          ErrorAnswer.of(500, "the store of tasks cannot be read; the server's log has the reason");
    };
  }

  public static Refusal notFound(String what, String id) {
    return new Refusal(ErrorAnswer.of(404, what + " '" + id + "' was not found", "not_found"));
  }

  public static Refusal invalid(String param, String message) {
    return new Refusal(
        ErrorAnswer.of(
            400, param + ": " + message, Optional.of(param), Optional.of("invalid_value")));
  }
}
