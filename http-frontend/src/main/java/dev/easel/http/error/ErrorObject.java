package dev.easel.http.error;

import java.util.Objects;
import java.util.Optional;

/**
 * OpenAI's error object.
 *
 * <p><b>Threads</b>: immutable.
 *
 * @param message what is wrong and what would be right; fit for a client's eyes
 * @param type the kind of error, for example {@code invalid_request_error}
 * @param param the request's field at fault
 * @param code the error's code, for example {@code model_not_found}
 */
public record ErrorObject(
    String message, String type, Optional<String> param, Optional<String> code) {

  /** Checks that nothing is missing. */
  public ErrorObject {
    Objects.requireNonNull(message, "message");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(param, "param");
    Objects.requireNonNull(code, "code");
  }

  /** The object as the one line of JSON that answers and event streams carry. */
  public String json() {
    return "{\"error\": {\"message\": "
        + JsonText.quote(message)
        + ", \"type\": "
        + JsonText.quote(type)
        + ", \"param\": "
        + param.map(JsonText::quote).orElse("null")
        + ", \"code\": "
        + code.map(JsonText::quote).orElse("null")
        + "}}";
  }
}
