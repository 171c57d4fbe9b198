package dev.easel.framework.script;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.packet.Timestamp;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Values and timestamps in JSON, and the packets that they stand for. */
final class ScriptValues {
  private static final Map<String, Long> TIMESTAMPS =
      Map.of(
          "Unset", Timestamp.UNSET,
          "Unstarted", Timestamp.UNSTARTED,
          "PreStream", Timestamp.PRE_STREAM,
          "Min", Timestamp.MIN,
          "Max", Timestamp.MAX,
          "PostStream", Timestamp.POST_STREAM,
          "OneOverPostStream", Timestamp.ONE_OVER_POST_STREAM,
          "Done", Timestamp.DONE);

  private final ObjectMapper json;

  ScriptValues(ObjectMapper json) {
    this.json = json;
  }

  long timestamp(JsonNode node) {
    if (node.isIntegralNumber() && node.canConvertToLong()) {
      return node.longValue();
    }
    Long special = node.isTextual() ? TIMESTAMPS.get(node.textValue()) : null;
    if (special == null) {
      throw mistake(node + " is no timestamp: an integer or one of " + TIMESTAMPS.keySet());
    }
    return special;
  }

  JsonNode printTimestamp(long timestamp) {
    for (Map.Entry<String, Long> entry : TIMESTAMPS.entrySet()) {
      if (entry.getValue() == timestamp) {
        return json.getNodeFactory().textNode(entry.getKey());
      }
    }
    return json.getNodeFactory().numberNode(timestamp);
  }

  /** The value that {@code node} stands for; {@code type} is "" where the JSON tells enough. */
  Object value(JsonNode node, String type) {
    if (node.isArray()) {
      String element =
          type.endsWith("_vector") ? type.substring(0, type.length() - "_vector".length()) : type;
      return list(node, element);
    }
    return switch (type.isEmpty() ? guess(node) : type) {
      case "int", "int32" -> require(isInt(node), node, type).intValue();
      case "int64" ->
          require(node.isIntegralNumber() && node.canConvertToLong(), node, type).longValue();
      case "uint32" -> require(isUnsigned(node, 32), node, type).longValue();
      case "uint64" -> require(isUnsigned(node, 64), node, type).bigIntegerValue().longValue();
      case "float" -> require(node.isNumber(), node, type).floatValue();
      case "double" -> require(node.isNumber(), node, type).doubleValue();
      case "bool" -> require(node.isBoolean(), node, type).booleanValue();
      case "string" -> require(node.isTextual(), node, type).textValue();
      default ->
          throw mistake(
              "unknown type \""
                  + type
                  + "\": int, int64, uint32, uint64, float, double, bool, string, or one with _vector");
    };
  }

  private static boolean isInt(JsonNode node) {
    return node.isIntegralNumber() && node.canConvertToInt();
  }

  private static boolean isUnsigned(JsonNode node, int bits) {
    return node.isIntegralNumber()
        && node.bigIntegerValue().signum() >= 0
        && node.bigIntegerValue().bitLength() <= bits;
  }

  private static JsonNode require(boolean fits, JsonNode node, String type) {
    if (!fits) {
      throw mistake(node + " is no " + type);
    }
    return node;
  }

  private static String guess(JsonNode node) {
    if (node.isIntegralNumber()) {
      return isInt(node) ? "int" : "int64";
    }
    if (node.isNumber()) {
      return "float";
    }
    if (node.isBoolean()) {
      return "bool";
    }
    if (node.isTextual()) {
      return "string";
    }
    throw mistake(node + " is no value");
  }

  private List<Object> list(JsonNode node, String type) {
    String element = type;
    for (JsonNode each : node) {
      if (type.isEmpty() && each.isNumber() && !each.isIntegralNumber()) {
        element = "float";
      } else if (element.isEmpty() && each.isIntegralNumber() && !isInt(each)) {
        element = "int64";
      }
    }
    List<Object> result = new ArrayList<>();
    for (JsonNode each : node) {
      result.add(value(each, element));
    }
    return List.copyOf(result);
  }

  /** A packet's value as JSON can show it. */
  @Nullable Object print(Packet packet) {
    return packet.isEmpty() ? null : print(packet.value());
  }

  private @Nullable Object print(Object value) {
    if (value instanceof Number || value instanceof Boolean || value instanceof String) {
      return value;
    }
    if (value instanceof Packet packet) {
      return print(packet);
    }
    if (value instanceof Optional<?> optional) {
      return optional.isPresent() ? print(optional.get()) : null;
    }
    if (value instanceof Iterable<?> several) {
      List<@Nullable Object> result = new ArrayList<>();
      several.forEach(each -> result.add(print(each)));
      return result;
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> result = new LinkedHashMap<>();
      map.forEach((key, each) -> result.put(String.valueOf(key), print(each)));
      return result;
    }
    if (value instanceof Message message) {
      return TextFormat.printer().emittingSingleLine(true).printToString(message);
    }
    return value.getClass().isArray() ? printArray(value) : value.toString();
  }

  private List<@Nullable Object> printArray(Object array) {
    List<@Nullable Object> result = new ArrayList<>();
    for (int i = 0; i < Array.getLength(array); i++) {
      Object each = Array.get(array, i);
      result.add(each == null ? null : print(each));
    }
    return result;
  }

  static StatusException mistake(String message) {
    return new StatusException(StatusCode.INVALID_ARGUMENT, message);
  }
}
