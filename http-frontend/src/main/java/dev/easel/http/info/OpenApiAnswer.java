package dev.easel.http.info;

import dev.easel.calculators.http.HttpResponsePayload;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/** Hands out the description of the API that ships with the server. */
final class OpenApiAnswer {

  private final byte[] document;

  OpenApiAnswer() {
    try (InputStream in = OpenApiAnswer.class.getResourceAsStream("/openapi.json")) {
      if (in == null) {
        throw new IllegalStateException("openapi.json is missing from the class path");
      }
      this.document = in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  HttpResponsePayload answer() {
    Map<String, String> headers = Map.of("content-type", "application/json; charset=utf-8");
    return new HttpResponsePayload(200, headers, List.of(ByteBuffer.wrap(document)), false);
  }
}
