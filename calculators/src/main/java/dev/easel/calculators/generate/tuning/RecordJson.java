package dev.easel.calculators.generate.tuning;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.easel.calculators.model.TuningFigure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Records as JSON. Reading fails for everything that is not exactly one of this version. */
public final class RecordJson {

  /** Of the fields and of how the figures are measured: others are not compared with these. */
  private static final int FORMAT = 1;

  private static final ObjectMapper JSON = new ObjectMapper();

  private RecordJson() {}

  /** The text of a record. */
  public static byte[] write(TuningRecord record) {
    ObjectNode root = JSON.createObjectNode();
    root.put("format", FORMAT);
    ObjectNode key = root.putObject("key");
    key.put("processor", record.key().processor());
    key.put("processors", record.key().processors());
    key.put("runtime", record.key().runtime());
    key.put("model", record.key().model());
    texts(key.putArray("devices"), record.key().devices());
    texts(key.putObject("plugin_config"), record.key().properties());
    key.put("setup", record.key().setup());
    root.put("model", record.model());
    root.put("measured", record.measured().toString());
    texts(root.putArray("sizes"), record.sizes());
    root.put("other_load_percent", record.otherLoad());
    ObjectNode choice = root.putObject("choice");
    texts(choice.putObject("properties"), record.chosen());
    choice.put("concurrent", record.concurrent());
    ArrayNode figures = root.putArray("figures");
    record.figures().forEach(each -> figure(figures.addObject(), each));
    return (root.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static void figure(ObjectNode out, TuningFigure figure) {
    texts(out.putObject("properties"), figure.properties());
    out.put("difference", figure.difference());
    ArrayNode runs = out.putArray("runs");
    figure
        .runs()
        .forEach(
            (atOnce, run) -> {
              ObjectNode one = runs.addObject();
              one.put("at_once", atOnce);
              one.put("pictures_per_second", run.picturesPerSecond());
              one.put("memory_mib", run.memoryMib());
            });
  }

  private static void texts(ArrayNode out, List<String> texts) {
    texts.forEach(out::add);
  }

  private static void texts(ObjectNode out, Map<String, String> texts) {
    new TreeMap<>(texts).forEach(out::put);
  }

  /** The record in a text. */
  static TuningRecord read(byte[] text) throws IOException {
    JsonNode root = tree(text);
    if (number(root, "format") != FORMAT) {
      throw new IllegalArgumentException("it is of another version");
    }
    JsonNode key = root.path("key");
    List<TuningFigure> figures = new ArrayList<>();
    root.path("figures").forEach(each -> figures.add(figure(each)));
    return new TuningRecord(
        new TuningKey(
            text(key, "processor"),
            number(key, "processors"),
            text(key, "runtime"),
            text(key, "model"),
            list(key.path("devices")),
            map(key.path("plugin_config")),
            text(key, "setup")),
        text(root, "model"),
        Instant.parse(text(root, "measured")),
        list(root.path("sizes")),
        number(root, "other_load_percent"),
        figures,
        map(root.path("choice").path("properties")),
        number(root.path("choice"), "concurrent"));
  }

  private static JsonNode tree(byte[] text) throws IOException {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("it is no JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static TuningFigure figure(JsonNode node) {
    SortedMap<Integer, TuningFigure.Run> runs = new TreeMap<>();
    for (JsonNode run : node.path("runs")) {
      double rate = run.path("pictures_per_second").asDouble(-1);
      if (!(rate > 0) || Double.isInfinite(rate)) {
        throw new IllegalArgumentException("pictures_per_second is no rate");
      }
      runs.put(number(run, "at_once"), new TuningFigure.Run(rate, number(run, "memory_mib")));
    }
    return new TuningFigure(map(node.path("properties")), number(node, "difference"), runs);
  }

  private static int number(JsonNode node, String field) {
    JsonNode value = node.path(field);
    if (!value.canConvertToInt() || !value.isIntegralNumber()) {
      throw new IllegalArgumentException(field + " is no whole number");
    }
    return value.intValue();
  }

  private static String text(JsonNode node, String field) {
    return textOf(node.path(field), field);
  }

  private static String textOf(JsonNode value, String what) {
    if (!value.isTextual()) {
      throw new IllegalArgumentException(what + " is no text");
    }
    return value.asText();
  }

  private static List<String> list(JsonNode node) {
    List<String> texts = new ArrayList<>();
    node.forEach(each -> texts.add(textOf(each, "an entry of a list")));
    return texts;
  }

  private static Map<String, String> map(JsonNode node) {
    Map<String, String> texts = new TreeMap<>();
    node.properties()
        .forEach(each -> texts.put(each.getKey(), textOf(each.getValue(), each.getKey())));
    return texts;
  }
}
