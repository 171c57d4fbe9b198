package dev.easel.http.error;

import dev.easel.calculators.http.HttpResponsePayload;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An error as it goes to a client.
 *
 * <p><b>Threads</b>: immutable.
 *
 * @param status the HTTP status
 * @param error the error object
 * @param headers further headers under lower-case names, such as {@code retry-after}
 */
public record ErrorAnswer(int status, ErrorObject error, Map<String, String> headers) {

  /** Copies the headers. */
  public ErrorAnswer {
    headers = Map.copyOf(headers);
  }

  /** An error of a status whose type follows from it. */
  public static ErrorAnswer of(int status, String message) {
    return of(status, message, Optional.empty(), Optional.empty());
  }

  /** An error that has a code. */
  public static ErrorAnswer of(int status, String message, String code) {
    return of(status, message, Optional.empty(), Optional.of(code));
  }

  /** An error that names a field, or has a code, or both. */
  public static ErrorAnswer of(
      int status, String message, Optional<String> param, Optional<String> code) {
    String type = ErrorType.of(status, code);
    return new ErrorAnswer(status, new ErrorObject(message, type, param, code), Map.of());
  }

  /** An error of which only type and message are told, as gateways' clients know it. */
  public static ErrorAnswer bare(int status, String message) {
    String type = ErrorType.of(status, Optional.empty());
    return new ErrorAnswer(status, ErrorObject.bare(type, message), Map.of());
  }

  /** The same with a header more. */
  public ErrorAnswer with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new ErrorAnswer(status, error, more);
  }

  /** The answer to write. */
  public HttpResponsePayload payload() {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put("content-type", "application/json; charset=utf-8");
    return new HttpResponsePayload(
        status, all, List.of(StandardCharsets.UTF_8.encode(error.json())), false);
  }
}
