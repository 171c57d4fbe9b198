package dev.easel.genai.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.easel.genai.error.GenAiException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * How strongly an adapter's layers count, by what stands beside its matrices: in a file's header,
 * as diffusers writes it for each network, or in PEFT's own file beside the matrices.
 */
final class LoraScales {
  private static final String METADATA = "lora_adapter_metadata";
  private static final String PEFT_FILE = "adapter_config.json";
  private static final String PEFT_LAYERS = "base_model.model.";

  private record Network(String prefix, PeftConfig config) {}

  /** The longest prefix first. */
  private final List<Network> networks;

  private LoraScales(List<Network> networks) {
    this.networks = networks;
  }

  /**
   * Reads what is there.
   *
   * @param metadata of the header
   * @param layers the names of the layers, by which PEFT's files are known
   */
  static LoraScales of(JsonNode metadata, Iterable<String> layers, Path shown) {
    JsonNode inHeader = metadata.path(METADATA);
    if (!inHeader.isMissingNode()) {
      return inHeader(inHeader, shown);
    }
    Path beside = shown.resolveSibling(PEFT_FILE);
    for (String layer : layers) {
      if (layer.startsWith(PEFT_LAYERS) && Files.exists(beside)) {
        JsonNode fields = JsonFile.object(beside);
        return new LoraScales(List.of(new Network("", new PeftConfig(fields, "", wrong(beside)))));
      }
    }
    return new LoraScales(List.of());
  }

  private static Function<String, GenAiException> wrong(Path file) {
    return reason -> WrongFile.because(file, "is wrong: " + reason);
  }

  private static LoraScales inHeader(JsonNode text, Path shown) {
    JsonNode fields = parse(text, shown);
    Function<String, GenAiException> wrong =
        reason -> WrongFile.because(shown, "is wrong: in its " + METADATA + ", " + reason);
    return new LoraScales(
        fields.properties().stream()
            .flatMap(each -> prefix(each.getKey()).stream())
            .distinct()
            .sorted(Comparator.comparing(each -> -each.length()))
            .map(each -> new Network(each, new PeftConfig(fields, each, wrong)))
            .toList());
  }

  private static JsonNode parse(JsonNode text, Path shown) {
    try {
      JsonNode tree =
          text.isTextual()
              ? JsonFile.strict(text.textValue().getBytes(StandardCharsets.UTF_8))
              : text;
      if (tree.isObject()) {
        return tree;
      }
    } catch (JsonProcessingException e) {
      throw WrongFile.because(
          shown, "is wrong: its " + METADATA + " is not JSON: " + JsonFile.reason(e));
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory", e);
    }
    throw WrongFile.because(shown, "is wrong: its " + METADATA + " is no JSON object");
  }

  /** What stands before the name of a field that is read: a network with a dot, or nothing. */
  private static Optional<String> prefix(String key) {
    return PeftConfig.FIELDS.stream()
        .filter(field -> key.equals(field) || key.endsWith("." + field))
        .map(field -> key.substring(0, key.length() - field.length()))
        .findAny();
  }

  /** What multiplies the matrices of a layer that has no alpha of its own. */
  double of(String layer, long rank) {
    String name = layer.startsWith(PEFT_LAYERS) ? layer.substring(PEFT_LAYERS.length()) : layer;
    return networks.stream()
        .filter(each -> name.startsWith(each.prefix()))
        .findFirst()
        .map(each -> each.config().scale(name.substring(each.prefix().length()), rank))
        .orElse(1.0);
  }
}
