package dev.easel.calculators.request.field;

import com.fasterxml.jackson.databind.JsonNode;
import dev.easel.calculators.http.JsonBody;
import dev.easel.calculators.http.RequestException;
import dev.easel.calculators.task.Upload;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The fields of a JSON body.
 *
 * <p><b>Threads</b>: immutable.
 *
 * <p><b>Failure</b>: as {@link Fields} says.
 */
public final class JsonFields implements Fields {

  /** Without characters these are not absent: a prompt may be empty, and OVMS refuses the rest. */
  private static final Set<String> WITHOUT_CHARACTERS = Set.of("prompt", "size", "response_format");

  private final JsonBody body;
  private final ImageLinks links;
  private final Map<String, List<Upload>> uploads = new LinkedHashMap<>();

  /**
   * The fields of a body.
   *
   * <p><b>Failure</b>: {@link RequestException} for what is wrong with the body, or with an image
   * in it.
   *
   * @param takesImages whether the fields for images are read as such
   * @param links what images may be named by
   */
  public JsonFields(JsonBody body, boolean takesImages, ImageLinks links) {
    this.body = body;
    this.links = links;
    body.mistake()
        .ifPresent(
            mistake -> {
              throw mistake;
            });
    if (takesImages) {
      names().stream().filter(JsonImages.FIELDS::contains).forEach(this::readImages);
    }
  }

  private void readImages(String name) {
    uploads.put(name, JsonImages.read(name, body.raw(name).orElseThrow(), links));
  }

  @Override
  public List<String> names() {
    return body.names().stream().filter(name -> !isAbsent(name)).toList();
  }

  private Optional<JsonNode> value(String name) {
    return isAbsent(name) ? Optional.empty() : body.value(name);
  }

  /** As in forms, where a field that was left empty is sent all the same. */
  private boolean isAbsent(String name) {
    return body.isNull(name) || (!WITHOUT_CHARACTERS.contains(name) && isEmptyText(name));
  }

  private boolean isEmptyText(String name) {
    return body.raw(name)
        .filter(raw -> raw.remaining() == 2 && raw.get(raw.position()) == '"')
        .isPresent();
  }

  @Override
  public Optional<String> text(String name) {
    return value(name).map(node -> text(name, node));
  }

  private static String text(String name, JsonNode node) {
    if (!node.isTextual()) {
      throw Mistakes.wrongType(name, "a string", node.toString());
    }
    return node.textValue();
  }

  @Override
  public Optional<BigInteger> integer(String name) {
    return value(name).map(node -> integer(name, node));
  }

  private static BigInteger integer(String name, JsonNode node) {
    if (!node.isIntegralNumber()) {
      throw Mistakes.wrongType(name, "an integer", node.toString());
    }
    return node.bigIntegerValue();
  }

  @Override
  public Optional<Float> number(String name) {
    return value(name).map(node -> number(name, node));
  }

  private static float number(String name, JsonNode node) {
    if (!node.isNumber()) {
      throw Mistakes.wrongType(name, "a number", node.toString());
    }
    float value = node.floatValue();
    if (!Float.isFinite(value)) {
      throw Mistakes.wrongType(name, "a number of 32 bits", node.toString());
    }
    return value;
  }

  @Override
  public Optional<Boolean> flag(String name) {
    return value(name).map(node -> flag(name, node));
  }

  private static boolean flag(String name, JsonNode node) {
    if (!node.isBoolean()) {
      throw Mistakes.wrongType(name, "true or false", node.toString());
    }
    return node.booleanValue();
  }

  @Override
  public Optional<Map<String, Float>> numbersByName(String name, String what) {
    return value(name).map(node -> numbersByName(name, what, node));
  }

  static Map<String, Float> numbersByName(String name, String what, JsonNode node) {
    if (!node.isObject()) {
      throw Mistakes.wrongType(name, what, node.toString());
    }
    Map<String, Float> numbers = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      if (!entry.getValue().isNumber() || !Float.isFinite(entry.getValue().floatValue())) {
        throw RequestException.wrongType(
            name,
            Mistakes.quote(entry.getKey()) + " has no number of 32 bits, but " + entry.getValue());
      }
      numbers.put(entry.getKey(), entry.getValue().floatValue());
    }
    return numbers;
  }

  @Override
  public List<Upload> uploads(String name) {
    return uploads.getOrDefault(name, List.of());
  }
}
