package dev.easel.task.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is known of a file.
 *
 * @param id its id, {@code file-} and 32 hexadecimal digits
 * @param owner to whom it belongs
 * @param name what its owner calls it
 * @param purpose what it is for, as OpenAI names purposes
 * @param bytes how long it is
 * @param createdMillis when it came, in milliseconds since 1970
 * @param expiresMillis when it goes; empty when it stays until it is deleted
 * @param isWhole whether all of it is there
 */
public record ShelfFile(
    String id,
    String owner,
    String name,
    String purpose,
    long bytes,
    long createdMillis,
    OptionalLong expiresMillis,
    boolean isWhole) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The same when all of it is there. */
  ShelfFile whole(long length) {
    return new ShelfFile(id, owner, name, purpose, length, createdMillis, expiresMillis, true);
  }

  byte[] json() {
    ObjectNode node = JSON.createObjectNode();
    node.put("id", id);
    node.put("owner", owner);
    node.put("name", name);
    node.put("purpose", purpose);
    node.put("bytes", bytes);
    node.put("created", createdMillis);
    expiresMillis.ifPresent(millis -> node.put("expires", millis));
    node.put("whole", isWhole);
    return node.toString().getBytes(StandardCharsets.UTF_8);
  }

  static Optional<ShelfFile> parse(byte[] json) {
    try {
      JsonNode node = JSON.readTree(new String(json, StandardCharsets.UTF_8));
      return Optional.of(
          new ShelfFile(
              node.path("id").asText(),
              node.path("owner").asText(),
              node.path("name").asText(),
              node.path("purpose").asText(),
              node.path("bytes").asLong(),
              node.path("created").asLong(),
              node.has("expires")
                  ? OptionalLong.of(node.get("expires").asLong())
                  : OptionalLong.empty(),
              node.path("whole").asBoolean()));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
