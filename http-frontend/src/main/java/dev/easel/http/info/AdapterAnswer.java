package dev.easel.http.info;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.easel.calculators.http.HttpResponsePayload;
import dev.easel.http.error.ErrorAnswer;
import dev.easel.http.error.Refusal;
import dev.easel.http.route.Endpoint;
import dev.easel.serving.Servables;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Has LoRA adapters loaded and dropped while the server runs, as vLLM's clients ask for it. */
final class AdapterAnswer {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private static final int MOST_BYTES = 16 << 10;

  private final Servables servables;

  AdapterAnswer(Servables servables) {
    this.servables = servables;
  }

  HttpResponsePayload answer(Endpoint endpoint, ByteBuffer body) {
    JsonNode asked = read(body);
    String name = text(asked, "lora_name").orElseThrow(() -> missing("lora_name"));
    if (endpoint == Endpoint.ADAPTER_LOAD) {
      String path = text(asked, "lora_path").orElseThrow(() -> missing("lora_path"));
      servables.addAdapter(text(asked, "model"), name, path);
      return said("Success: LoRA adapter '%s' added successfully.".formatted(name));
    }
    servables.removeAdapter(name);
    return said("Success: LoRA adapter '%s' removed successfully.".formatted(name));
  }

  private static JsonNode read(ByteBuffer body) {
    if (body.remaining() > MOST_BYTES) {
      throw new Refusal(ErrorAnswer.of(413, "the body has more than " + MOST_BYTES + " bytes"));
    }
    byte[] bytes = new byte[body.remaining()];
    body.get(bytes);
    try {
      JsonNode asked = JSON.readTree(bytes);
      if (asked != null && asked.isObject()) {
        return asked;
      }
    } catch (IOException e) {
      // It is said below.
    }
    throw new Refusal(
        ErrorAnswer.of(
            400,
            "the body must be JSON such as {\"lora_name\": \"style\", \"lora_path\": \"a.safetensors\"}"));
  }

  private static Optional<String> text(JsonNode asked, String field) {
    JsonNode value = asked.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isTextual() || value.textValue().isEmpty()) {
      throw new Refusal(ErrorAnswer.of(400, field + ": must be a text"));
    }
    return Optional.of(value.textValue());
  }

  private static Refusal missing(String field) {
    return new Refusal(ErrorAnswer.of(400, field + ": is missing"));
  }

  private static HttpResponsePayload said(String text) {
    return new HttpResponsePayload(
        200,
        Map.of("content-type", "text/plain; charset=utf-8"),
        List.of(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8))),
        false);
  }
}
