package dev.easel.cli.image;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.easel.calculators.image.header.ImageFormatException;
import dev.easel.calculators.image.png.PngText;
import dev.easel.cli.shared.Misuse;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The request that an image carries along, read from its file. */
final class ImageFacts {
  /** What is said about the image without being a field of a request. */
  private static final List<String> NO_FIELDS =
      List.of("endpoint", "model", "revised_prompt", "index", "masked", "adapters", "version");

  private final Path file;
  private final JsonNode facts;

  private ImageFacts(Path file, JsonNode facts) {
    this.file = file;
    this.facts = facts;
  }

  static ImageFacts read(Path file) {
    try {
      String text =
          PngText.find(ImageInput.read(file, ""))
              .orElseThrow(() -> failure(file, "it does not say how it was made"));
      return new ImageFacts(file, new ObjectMapper().readTree(text));
    } catch (JsonProcessingException e) {
      throw failure(file, "what it says about its making is no JSON");
    } catch (ImageFormatException e) {
      throw failure(file, String.valueOf(e.getMessage()));
    }
  }

  private static StatusException failure(Path file, String reason) {
    return new StatusException(
        StatusCode.INVALID_ARGUMENT, file + ": " + reason + "; it must be a PNG that Easel made");
  }

  String toPrettyString() {
    return facts.toPrettyString();
  }

  String model() {
    return facts.path("model").asText();
  }

  String endpoint() {
    return facts.path("endpoint").asText();
  }

  /** Which of its request's images it is, from 0 on. */
  int index() {
    return facts.path("index").asInt();
  }

  /** The request's fields, the prompt among them. */
  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    facts
        .properties()
        .forEach(
            fact -> {
              if (!NO_FIELDS.contains(fact.getKey())) {
                JsonNode value = fact.getValue();
                fields.put(fact.getKey(), value.isTextual() ? value.asText() : value);
              }
            });
    return fields;
  }

  /** What was made from images needs the same ones again. */
  void checkSources(boolean hasImage, boolean hasMask, Misuse misuse) {
    boolean fromImage = !endpoint().equals("generations");
    boolean masked = facts.path("masked").asBoolean();
    misuse.when(
        fromImage && !hasImage,
        file + " was made from another picture; give that one with --image FILE");
    misuse.when(
        masked && !hasMask, file + " was made under a mask; give that one with --mask FILE");
    misuse.when(
        hasImage && !fromImage, file + " was made from its prompt alone; leave --image out");
    misuse.when(hasMask && !masked, file + " was made without a mask; leave --mask out");
  }
}
