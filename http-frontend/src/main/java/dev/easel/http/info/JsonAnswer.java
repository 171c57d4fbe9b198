package dev.easel.http.info;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.easel.calculators.http.HttpResponsePayload;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/** Writes an answer of JSON. */
final class JsonAnswer {

  /** What an answer says. */
  interface Content {
    void write(JsonGenerator json) throws IOException;
  }

  private final JsonFactory factory = new JsonFactory();

  HttpResponsePayload write(int status, Content content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(512);
    try (JsonGenerator json = factory.createGenerator(out)) {
      json.useDefaultPrettyPrinter();
      content.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, String> headers = Map.of("content-type", "application/json; charset=utf-8");
    return new HttpResponsePayload(
        status, headers, List.of(ByteBuffer.wrap(out.toByteArray())), false);
  }

  /** How one item of a list is written. */
  interface Item<T> {
    void write(JsonGenerator json, T item) throws IOException;
  }

  /** A list as OpenAI has it. */
  <T> HttpResponsePayload list(Iterable<T> items, Item<T> writer) {
    return write(
        200,
        json -> {
          json.writeStartObject();
          json.writeStringField("object", "list");
          json.writeArrayFieldStart("data");
          for (T item : items) {
            writer.write(json, item);
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  /** An answer that says all by its status. */
  static HttpResponsePayload empty(int status) {
    Map<String, String> headers = Map.of("content-type", "application/json; charset=utf-8");
    return new HttpResponsePayload(status, headers, List.of(), false);
  }
}
