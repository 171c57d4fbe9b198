package dev.easel.calculators.upstream.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.easel.calculators.http.BufferInput;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Looks whether a whole answer is one of the images API, without making a text of an image.
 *
 * <p><b>Threads</b>: stateless.
 */
final class AnswerCheck {

  private static final int MOST_NESTING = 20;

  /** Texts are passed over; their length is bounded by that of the answer. */
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MOST_NESTING)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private AnswerCheck() {}

  /** What is wrong with an answer; empty when it has pictures, or addresses of them. */
  static Optional<String> mistake(List<ByteBuffer> answer) {
    try (InputStream in = stream(answer);
        JsonParser json = JSON.createParser(in)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return Optional.of("sent a 200 that is no JSON object");
      }
      int pictures = 0;
      for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
        JsonToken value = json.nextToken();
        if (name.equals("data") && value == JsonToken.START_ARRAY) {
          pictures += pictures(json);
        } else {
          json.skipChildren();
        }
      }
      if (json.nextToken() != null) {
        return Optional.of("sent a 200 with something behind its JSON");
      }
      return pictures > 0 ? Optional.empty() : Optional.of("sent a 200 without pictures");
    } catch (IOException e) {
      return Optional.of("sent a 200 that is no JSON");
    }
  }

  private static int pictures(JsonParser json) throws IOException {
    int pictures = 0;
    while (json.nextToken() == JsonToken.START_OBJECT) {
      boolean isPicture = false;
      for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
        JsonToken value = json.nextToken();
        isPicture |= value == JsonToken.VALUE_STRING && isContent(name);
        json.skipChildren();
      }
      pictures += isPicture ? 1 : 0;
    }
    return json.currentToken() == JsonToken.END_ARRAY ? pictures : 0;
  }

  private static boolean isContent(String name) {
    return name.equals("b64_json") || name.equals("url");
  }

  private static InputStream stream(List<ByteBuffer> answer) {
    return new SequenceInputStream(
        Collections.enumeration(
            answer.stream()
                .map(piece -> (InputStream) new BufferInput(piece.duplicate()))
                .toList()));
  }
}
