package dev.easel.http.desk.call;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.easel.calculators.http.HttpResponsePayload;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes answers of JSON, which no cache may keep. */
public final class DeskJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private DeskJson() {}

  public static ObjectNode object() {
    return JSON.createObjectNode();
  }

  public static HttpResponsePayload answer(int status, JsonNode body) {
    return answer(status, Map.of(), List.of(utf8(body.toString())));
  }

  public static HttpResponsePayload answer(
      int status, Map<String, String> headers, List<ByteBuffer> body) {
    Map<String, String> all = new TreeMap<>(headers);
    all.put("content-type", "application/json; charset=utf-8");
    all.put("cache-control", "no-store");
    return new HttpResponsePayload(status, all, body, false);
  }

  public static ByteBuffer utf8(String text) {
    return StandardCharsets.UTF_8.encode(text);
  }

  /** Reads what was written here, or by a graph; nothing where it is no JSON. */
  public static JsonNode read(byte[] bytes) {
    try {
      return JSON.readTree(new String(bytes, StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      return JSON.missingNode();
    }
  }
}
