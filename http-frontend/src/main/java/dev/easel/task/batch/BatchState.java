package dev.easel.task.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;

/**
 * How far a batch is, durably.
 *
 * @param phase what is being done
 * @param total how many requests it has; 0 until they were counted
 * @param written how many of them are in one of its files
 * @param completed how many of these have answers
 * @param failed how many have errors
 * @param outputBytes how long the file of answers is
 * @param errorBytes how long the file of errors is
 * @param errors what is wrong with its file; empty when nothing is
 * @param startedMillis when its first request went on its way; 0 before
 * @param finishedMillis when its files were whole; 0 before
 */
public record BatchState(
    Phase phase,
    int total,
    int written,
    int completed,
    int failed,
    long outputBytes,
    long errorBytes,
    JsonNode errors,
    long startedMillis,
    long finishedMillis) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** What is being done. */
  public enum Phase {
    VALIDATING,
    IN_PROGRESS,
    COMPLETED,
    FAILED,
    EXPIRED,
    CANCELLED
  }

  /** Nothing is done yet. */
  public static final BatchState NEW =
      new BatchState(Phase.VALIDATING, 0, 0, 0, 0, 0, 0, JSON.createArrayNode(), 0, 0);

  /** Its requests are counted, and right as far as can be seen. */
  BatchState begin(int newTotal, long nowMillis) {
    return new BatchState(Phase.IN_PROGRESS, newTotal, 0, 0, 0, 0, 0, errors, nowMillis, 0);
  }

  /** One more request is in one of the files. */
  BatchState add(boolean isCompleted, long bytes) {
    return new BatchState(
        phase,
        total,
        written + 1,
        completed + (isCompleted ? 1 : 0),
        failed + (isCompleted ? 0 : 1),
        outputBytes + (isCompleted ? bytes : 0),
        errorBytes + (isCompleted ? 0 : bytes),
        errors,
        startedMillis,
        finishedMillis);
  }

  /** Its file is wrong. */
  BatchState fail(JsonNode newErrors, long nowMillis) {
    return new BatchState(
        Phase.FAILED,
        total,
        written,
        completed,
        failed,
        outputBytes,
        errorBytes,
        newErrors,
        startedMillis,
        nowMillis);
  }

  /** Nothing more will be done. */
  public BatchState end(Phase how, long nowMillis) {
    return new BatchState(
        how,
        total,
        written,
        completed,
        failed,
        outputBytes,
        errorBytes,
        errors,
        startedMillis,
        nowMillis);
  }

  byte[] json() {
    ObjectNode node = JSON.createObjectNode();
    node.put("phase", phase.name());
    node.put("total", total);
    node.put("written", written);
    node.put("completed", completed);
    node.put("failed", failed);
    node.put("output_bytes", outputBytes);
    node.put("error_bytes", errorBytes);
    node.set("errors", errors);
    node.put("started", startedMillis);
    node.put("finished", finishedMillis);
    return node.toString().getBytes(StandardCharsets.UTF_8);
  }

  static BatchState parse(byte[] json) {
    try {
      JsonNode node = JSON.readTree(new String(json, StandardCharsets.UTF_8));
      return new BatchState(
          Phase.valueOf(node.path("phase").asText("VALIDATING")),
          node.path("total").asInt(),
          node.path("written").asInt(),
          node.path("completed").asInt(),
          node.path("failed").asInt(),
          node.path("output_bytes").asLong(),
          node.path("error_bytes").asLong(),
          node.path("errors"),
          node.path("started").asLong(),
          node.path("finished").asLong());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a batch's state is no JSON", e);
    }
  }
}
