package dev.easel.task;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.easel.calculators.http.RunContext;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is remembered of a task's acceptance beside its request.
 *
 * @param seed drawn when the task was accepted, so that every attempt makes the same images
 * @param caller who asked, as the fair lines of models tell callers apart
 * @param bytes the size of its request
 * @param line where it stands in its batch, from 0; -1 for a task of no batch
 * @param customId what its batch calls it; "" for a task of no batch
 * @param headers the request's headers that its answer depends on, under lower-case names
 */
public record TaskNote(
    long seed, String caller, long bytes, int line, String customId, Map<String, String> headers) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Copies the headers. */
  public TaskNote {
    headers = Map.copyOf(headers);
  }

  /** The note of a task of no batch. */
  public TaskNote(long seed, String caller, long bytes, Map<String, String> headers) {
    this(seed, caller, bytes, -1, "", headers);
  }

  /** The note as text. */
  public String text() {
    ObjectNode note = JSON.createObjectNode();
    note.put("seed", seed);
    note.put("caller", caller);
    note.put("bytes", bytes);
    if (line >= 0) {
      note.put("line", line);
      note.put("custom_id", customId);
    }
    ObjectNode kept = note.putObject("headers");
    new TreeMap<>(headers).forEach(kept::put);
    return note.toString();
  }

  /** Reads a note; what is missing, as from an older version, counts as nothing. */
  public static TaskNote parse(String text) {
    JsonNode note;
    try {
      note = JSON.readTree(text.isEmpty() ? "{}" : text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a task's note is no JSON: " + text, e);
    }
    Map<String, String> headers = new TreeMap<>();
    note.path("headers")
        .properties()
        .forEach(header -> headers.put(header.getKey(), header.getValue().asText()));
    return new TaskNote(
        note.path("seed").asLong(),
        note.path("caller").asText(RunContext.EVERYBODY),
        note.path("bytes").asLong(),
        note.path("line").asInt(-1),
        note.path("custom_id").asText(""),
        headers);
  }
}
