package dev.easel.http.error;

import java.util.Optional;

/** OpenAI's error types, which follow from the HTTP status. */
final class ErrorType {

  private ErrorType() {}

  static String of(int status, Optional<String> code) {
    return switch (status) {
      case 401 -> "authentication_error";
      case 403 -> "permission_error";
      case 404 ->
          code.filter("model_not_found"::equals).isPresent()
              ? "invalid_request_error"
              : "not_found_error";
      case 429 -> "rate_limit_error";
      default -> status >= 500 ? "server_error" : "invalid_request_error";
    };
  }
}
