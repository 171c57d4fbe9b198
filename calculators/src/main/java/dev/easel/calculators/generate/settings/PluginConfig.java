package dev.easel.calculators.generate.settings;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads the {@code plugin_config} option: OpenVINO's compile properties as a JSON object. */
final class PluginConfig {

  /** More than there are properties. */
  private static final long MOST_TOKENS = 10_000;

  private static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder().maxTokenCount(MOST_TOKENS).build())
              .build());

  /** Older OpenVINO's names and what they are called today. */
  private static final Map<String, String> RENAMED =
      Map.of(
          "CPU_THROUGHPUT_STREAMS", "NUM_STREAMS",
          "GPU_THROUGHPUT_STREAMS", "NUM_STREAMS",
          "CPU_THREADS_NUM", "INFERENCE_NUM_THREADS");

  private PluginConfig() {}

  /**
   * The properties.
   *
   * @param cacheDir where compiled models are kept, unless the option says otherwise
   */
  static Map<String, Object> parse(String option, Optional<String> cacheDir) {
    Map<String, Object> properties = new LinkedHashMap<>();
    if (!option.isBlank()) {
      JsonNode config = read(option);
      config
          .properties()
          .forEach(entry -> put(properties, entry.getKey(), entry.getKey(), entry.getValue()));
    }
    cacheDir.ifPresent(folder -> properties.putIfAbsent("CACHE_DIR", folder));
    return properties;
  }

  private static JsonNode read(String option) {
    try {
      JsonNode config = JSON.readTree(option);
      if (config.isObject()) {
        return config;
      }
    } catch (JsonProcessingException e) {
      throw LoadMistake.PLUGIN_CONFIG_WRONG_FORMAT.because(
          "plugin_config is not JSON: "
              + e.getOriginalMessage().replaceAll(", from `StreamReadConstraints[^`]*`", ""));
    }
    throw LoadMistake.PLUGIN_CONFIG_WRONG_FORMAT.because(
        "plugin_config is not a JSON object, such as {\"NUM_STREAMS\": \"1\"}");
  }

  private static void put(
      Map<String, Object> properties, String written, String key, JsonNode value) {
    String name = RENAMED.getOrDefault(key, key);
    if (name.equals("NUM_STREAMS") && value.isValueNode() && !value.isNull()) {
      properties.put(name, value.asText());
    } else if (value.isTextual()) {
      properties.put(name, value.textValue());
    } else if (value.isBoolean()) {
      properties.put(name, value.booleanValue());
    } else if (value.isIntegralNumber() && value.canConvertToLong()) {
      properties.put(name, value.longValue());
    } else if (value.isFloatingPointNumber()) {
      properties.put(name, value.doubleValue());
    } else {
      throw LoadMistake.PLUGIN_CONFIG_WRONG_FORMAT.because(
          "plugin_config: '" + written + "' is neither text nor number nor true or false");
    }
  }
}
