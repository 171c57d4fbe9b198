package dev.easel.http.route;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.easel.calculators.payload.RequestException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Finds {@code model} in a JSON body without building anything of the rest, which is the graph's to
 * judge.
 *
 * <p><b>Threads</b>: immutable.
 */
public final class ModelField {

  /** Deeper nesting than any request has; also OVMS's limit. */
  private static final int MAX_DEPTH = 100;

  private final JsonFactory json =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  /**
   * The model that a body names; empty when it names none, or an empty one.
   *
   * <p><b>Failure</b>: a {@link RequestException} when the body is no JSON object as far as it had
   * to be read, or {@code model} is no text.
   *
   * @param body an array-backed buffer, as the front end makes them
   */
  public Optional<String> find(ByteBuffer body) {
    byte[] bytes = body.array();
    int start = body.arrayOffset() + body.position();
    if (body.remaining() >= 3
        && (bytes[start] & 0xff) == 0xef
        && (bytes[start + 1] & 0xff) == 0xbb) {
      throw notJson("it begins with a byte order mark");
    }
    try (JsonParser parser = json.createParser(bytes, start, body.remaining())) {
      return find(parser);
    } catch (JsonProcessingException e) {
      var place = e.getLocation();
      String where =
          place == null
              ? ""
              : " (line " + place.getLineNr() + ", column " + place.getColumnNr() + ")";
      throw notJson(e.getOriginalMessage() + where);
    } catch (IOException e) {
      throw notJson(String.valueOf(e.getMessage()));
    }
  }

  private static Optional<String> find(JsonParser parser) throws IOException {
    JsonToken first = parser.nextToken();
    if (first == null) {
      throw notJson("it is empty");
    }
    if (first != JsonToken.START_OBJECT) {
      throw RequestException.of(
          "", RequestException.INVALID_TYPE, "the JSON body must be an object, such as {…}");
    }
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      JsonToken value = parser.nextToken();
      if (name.equals("model")) {
        return text(parser, value);
      }
      parser.skipChildren();
    }
    return Optional.empty();
  }

  private static Optional<String> text(JsonParser parser, JsonToken value) throws IOException {
    if (value == JsonToken.VALUE_NULL) {
      return Optional.empty();
    }
    if (value != JsonToken.VALUE_STRING) {
      throw RequestException.wrongType("model", "must be a string, the name of a servable");
    }
    return Optional.of(parser.getText()).filter(model -> !model.isEmpty());
  }

  private static RequestException notJson(String why) {
    return RequestException.of("", "invalid_json", "the body is not valid JSON: " + why);
  }
}
