package dev.easel.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.serving.config.ConfigException;
import dev.easel.serving.config.JsonReplacer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Optional;

/**
 * Adds keys to a file of groups and keys, and takes them out. A server that has the file sees it.
 *
 * <p><b>Failure</b>: {@code NOT_FOUND} and {@code ALREADY_EXISTS} by name; {@link ConfigException}
 * when the file is none of groups and keys.
 */
public final class AccessEditor {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String PREFIX = "easel_";
  private static final int KEY_BYTES = 32;
  private static final int ID_BYTES = 4;

  private final Path file;

  /** An editor of {@code file}. */
  public AccessEditor(Path file) {
    this.file = file;
  }

  /**
   * A key that was added.
   *
   * @param id its id
   * @param key the key, which nobody can find out again
   */
  public record Added(String id, String key) {}

  /**
   * Draws a key and adds its hash; makes the file, with the group in it, when there is none.
   *
   * @param id its id; drawn when empty
   */
  public Added add(String group, Optional<String> id, Optional<Instant> expires) {
    String key = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(draw(KEY_BYTES));
    String name = id.orElseGet(() -> "key_" + HexFormat.of().formatHex(draw(ID_BYTES)));
    ObjectNode root = Files.exists(file) ? root() : fresh(group);
    checkGroup(root, group);
    if (find(root, name).isPresent()) {
      throw new StatusException(
          StatusCode.ALREADY_EXISTS, "there is a key '" + name + "' in " + file + " already");
    }
    ObjectNode entry = ((ArrayNode) root.get("keys")).addObject();
    entry.put("id", name);
    entry.put("sha256", KeyHash.of(key).hex());
    entry.put("group", group);
    expires.ifPresent(when -> entry.put("expires", when.toString()));
    replace(root);
    return new Added(name, key);
  }

  /** Takes a key out. */
  public void revoke(String id) {
    ObjectNode root = root();
    find(root, id)
        .orElseThrow(
            () ->
                new StatusException(
                    StatusCode.NOT_FOUND, "there is no key '" + id + "' in " + file))
        .remove();
    replace(root);
  }

  private static byte[] draw(int count) {
    byte[] bytes = new byte[count];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  private static ObjectNode fresh(String group) {
    ObjectNode root = JSON.createObjectNode();
    root.putArray("groups").addObject().put("name", group);
    root.putArray("keys");
    return root;
  }

  private ObjectNode root() {
    AccessReader.read(file); // its messages say line and column
    try {
      return (ObjectNode) JSON.readTree(file.toFile());
    } catch (IOException e) {
      throw ConfigException.unreadable(file.toString(), e.toString());
    }
  }

  private void checkGroup(ObjectNode root, String group) {
    for (JsonNode one : root.get("groups")) {
      if (one.path("name").asText().equals(group)) {
        return;
      }
    }
    throw new StatusException(
        StatusCode.NOT_FOUND,
        "there is no group '" + group + "' in " + file + "; add it there first");
  }

  private static Optional<Iterator<JsonNode>> find(ObjectNode root, String id) {
    Iterator<JsonNode> keys = root.get("keys").elements();
    while (keys.hasNext()) {
      if (keys.next().path("id").asText().equals(id)) {
        return Optional.of(keys);
      }
    }
    return Optional.empty();
  }

  /** What a server would refuse is not written. */
  private void replace(ObjectNode root) {
    AccessReader.parse(file, root.toPrettyString());
    JsonReplacer.replace(file, root);
  }
}
