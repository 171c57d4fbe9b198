package dev.easel.serving.config;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;

/**
 * Adds servables to a {@code config.json} and takes them out.
 *
 * <p><b>Failure</b>: {@code ALREADY_EXISTS} and {@code NOT_FOUND} by name; {@link ConfigException}
 * when the file is no configuration.
 */
public final class ConfigEditor {
  /**
   * What is written again must hold all that was read: of a key that is there twice it would not.
   */
  private static final ObjectMapper JSON =
      new ObjectMapper(
          new JsonFactoryBuilder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build());

  private final Path file;

  /** An editor of {@code file}, or of the {@code config.json} in it when it is a folder. */
  public ConfigEditor(Path file) {
    this.file = Files.isDirectory(file) ? file.resolve("config.json") : file;
  }

  /** The file that is edited. */
  public Path file() {
    return file;
  }

  /** Adds a servable; makes the file when there is none. */
  public void add(String name, String basePath) {
    add(name, basePath, Optional.empty());
  }

  /** The same for a servable of a group. */
  public void add(String name, String basePath, Optional<String> group) {
    ServableName.mistake(name)
        .ifPresent(
            mistake -> {
              throw new StatusException(StatusCode.INVALID_ARGUMENT, mistake);
            });
    ObjectNode root = Files.exists(file) ? root() : JSON.createObjectNode();
    if (find(root, name).isPresent()) {
      throw new StatusException(
          StatusCode.ALREADY_EXISTS,
          "Given model name is already occupied: '" + name + "' in " + file);
    }
    ObjectNode config = list(root).addObject().putObject("config");
    config.put("name", name);
    config.put("base_path", basePath);
    group.ifPresent(it -> config.put("group_name", it));
    replace(root);
  }

  /** Takes a servable out. */
  public void remove(String name) {
    ObjectNode root = root();
    Iterator<JsonNode> found =
        find(root, name)
            .orElseThrow(
                () ->
                    new StatusException(
                        StatusCode.NOT_FOUND,
                        "Model with requested name is not found: '" + name + "' in " + file));
    found.remove();
    replace(root);
  }

  private ObjectNode root() {
    ConfigReader.read(file); // its messages say line and column
    try {
      return (ObjectNode) JSON.readTree(file.toFile());
    } catch (JsonProcessingException e) {
      JsonLocation at = Optional.ofNullable(e.getLocation()).orElse(JsonLocation.NA);
      throw JsonTreeReader.broken(
          file.toString(), at, "the file cannot be changed without losing something", e);
    } catch (IOException e) {
      throw ConfigException.unreadable(file.toString(), e.toString());
    }
  }

  private static ArrayNode list(ObjectNode root) {
    return root.get("model_config_list") instanceof ArrayNode list
        ? list
        : root.putArray("model_config_list");
  }

  /** The place of the entry with this name, from which it can be removed. */
  private static Optional<Iterator<JsonNode>> find(ObjectNode root, String name) {
    for (String key : new String[] {"model_config_list", "mediapipe_config_list"}) {
      Iterator<JsonNode> entries = root.path(key).elements();
      while (entries.hasNext()) {
        JsonNode entry = entries.next();
        if (name.equals(entry.path("config").path("name").asText(entry.path("name").asText()))) {
          return Optional.of(entries);
        }
      }
    }
    return Optional.empty();
  }

  private void replace(ObjectNode root) {
    JsonReplacer.replace(file, root);
  }
}
