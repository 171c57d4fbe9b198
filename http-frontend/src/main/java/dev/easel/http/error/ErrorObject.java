package dev.easel.http.error;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
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
 * @param isBare whether only type and message are written, without {@code param} and {@code code}
 */
public record ErrorObject(
    String message, String type, Optional<String> param, Optional<String> code, boolean isBare) {

  /** A message may quote half a character, which UTF-8 has no way to say but an escape has. */
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  /** Checks that nothing is missing. */
  public ErrorObject {
    Objects.requireNonNull(message, "message");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(param, "param");
    Objects.requireNonNull(code, "code");
  }

  /** An error with all its parts. */
  public ErrorObject(String message, String type, Optional<String> param, Optional<String> code) {
    this(message, type, param, code, false);
  }

  /** An error of type and message alone. */
  public static ErrorObject bare(String type, String message) {
    return new ErrorObject(message, type, Optional.empty(), Optional.empty(), true);
  }

  /** The object as the one line of JSON, in ASCII, that responses and event streams carry. */
  public String json() {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeObjectFieldStart("error");
      if (isBare) {
        json.writeStringField("type", type);
        json.writeStringField("message", message);
      } else {
        json.writeStringField("message", message);
        json.writeStringField("type", type);
        json.writeStringField("param", param.orElse(null));
        json.writeStringField("code", code.orElse(null));
      }
      json.writeEndObject();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString();
  }
}
