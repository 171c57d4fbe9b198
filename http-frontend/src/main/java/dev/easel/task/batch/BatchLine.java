package dev.easel.task.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;

/**
 * A line of a batch's file.
 *
 * @param customId what its owner calls it
 * @param body the request's body
 */
record BatchLine(String customId, JsonNode body) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST_ID = 512;

  /** What is wrong with a line. */
  static final class MistakeException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final String param;

    MistakeException(String code, String param, String message) {
      super(message);
      this.code = code;
      this.param = param;
    }

    String code() {
      return code;
    }

    String param() {
      return param;
    }
  }

  static BatchLine parse(byte[] line, String endpoint, int longest) throws MistakeException {
    if (line.length > longest) {
      throw new MistakeException(
          "line_too_long", "", "the line has more than %d bytes".formatted(longest));
    }
    JsonNode node;
    try {
      node = JSON.readTree(new String(line, StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new MistakeException(
          "invalid_json_line", "", "the line is no JSON: " + e.getOriginalMessage());
    }
    if (!node.isObject()) {
      throw new MistakeException(
          "invalid_json_line", "", "the line must be an object, such as {…}");
    }
    String id = node.path("custom_id").asText("");
    if (!node.path("custom_id").isTextual() || id.isEmpty() || id.length() > LONGEST_ID) {
      throw new MistakeException(
          "missing_required_parameter", "custom_id", "custom_id must be a text that is not empty");
    }
    if (!node.path("method").asText("").equals("POST")) {
      throw new MistakeException("invalid_method", "method", "method must be POST");
    }
    if (!node.path("url").asText("").equals(endpoint)) {
      throw new MistakeException(
          "mismatched_url", "url", "url must be the batch's endpoint, " + endpoint);
    }
    if (!node.path("body").isObject()) {
      throw new MistakeException("invalid_body", "body", "body must be an object");
    }
    return new BatchLine(id, node.get("body"));
  }
}
