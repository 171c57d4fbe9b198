package dev.easel.task.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a batch was asked for.
 *
 * @param inputFile the file whose lines are its requests
 * @param endpoint the path that all of them name
 * @param window within what time it is to be done, as OpenAI writes it: {@code 24h}
 * @param metadata what its owner wants to remember of it, an object of texts
 * @param caller who asked, as the fair lines of models tell callers apart
 * @param headers the headers that the answers of its lines depend on
 * @param endsMillis when its window is over, in milliseconds since 1970 by the clock by which what
 *     is stored ends
 * @param outputFile the id of the file for the answers
 * @param errorFile the id of the file for the errors
 */
public record BatchOrder(
    String inputFile,
    String endpoint,
    String window,
    JsonNode metadata,
    String caller,
    Map<String, String> headers,
    long endsMillis,
    String outputFile,
    String errorFile) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The order as it is kept. */
  public byte[] json() {
    ObjectNode node = JSON.createObjectNode();
    node.put("input_file", inputFile);
    node.put("endpoint", endpoint);
    node.put("window", window);
    node.set("metadata", metadata);
    node.put("caller", caller);
    ObjectNode kept = node.putObject("headers");
    new TreeMap<>(headers).forEach(kept::put);
    node.put("ends", endsMillis);
    node.put("output_file", outputFile);
    node.put("error_file", errorFile);
    return node.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Reads what was kept. */
  public static BatchOrder parse(byte[] json) {
    try {
      JsonNode node = JSON.readTree(new String(json, StandardCharsets.UTF_8));
      Map<String, String> headers = new TreeMap<>();
      node.path("headers")
          .properties()
          .forEach(header -> headers.put(header.getKey(), header.getValue().asText()));
      return new BatchOrder(
          node.path("input_file").asText(),
          node.path("endpoint").asText(),
          node.path("window").asText(),
          node.path("metadata"),
          node.path("caller").asText(),
          headers,
          node.path("ends").asLong(Long.MAX_VALUE),
          node.path("output_file").asText(),
          node.path("error_file").asText());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a batch's order is no JSON", e);
    }
  }
}
