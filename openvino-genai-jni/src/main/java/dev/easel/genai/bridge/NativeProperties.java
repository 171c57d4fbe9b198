package dev.easel.genai.bridge;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;

/**
 * Writes properties for the native side: key, type letter, value. The types have to be exactly
 * those that GenAI reads, because it looks them up by type.
 *
 * <p><b>Failure</b>: {@link IllegalArgumentException} for a value that has no such type.
 */
public final class NativeProperties {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** No property yet. */
  public NativeProperties() {}

  /** The properties of compiling, typed by their Java types. */
  public static NativeProperties of(Map<String, Object> values) {
    NativeProperties properties = new NativeProperties();
    values.forEach(
        (key, value) -> {
          if (key.isBlank() || value == null) {
            throw new IllegalArgumentException("a property needs a name and a value: " + values);
          }
          properties.add(key, value);
        });
    return properties;
  }

  private void add(String key, Object value) {
    if (value instanceof String text) {
      text(key, text);
    } else if (value instanceof Boolean flag) {
      bytes.writeBytes(head(key, 'B', 1).put((byte) (flag ? 1 : 0)).array());
    } else if (value instanceof Long || value instanceof Integer) {
      bytes.writeBytes(head(key, 'L', 8).putLong(((Number) value).longValue()).array());
    } else if (value instanceof Double || value instanceof Float) {
      double number = ((Number) value).doubleValue();
      Checks.finite(key, number);
      bytes.writeBytes(head(key, 'D', 8).putDouble(number).array());
    } else {
      throw new IllegalArgumentException(
          "property "
              + key
              + " must be a string, a whole number, a number or a boolean, not a "
              + value.getClass().getSimpleName());
    }
  }

  /** Adds a std::string. */
  public NativeProperties text(String key, String value) {
    byte[] utf8 = Checks.utf8(key, value);
    bytes.writeBytes(head(key, 'T', 4 + utf8.length).putInt(utf8.length).put(utf8).array());
    return this;
  }

  /** Adds an int. */
  public NativeProperties int32(String key, int value) {
    bytes.writeBytes(head(key, 'I', 4).putInt(value).array());
    return this;
  }

  /** Adds an int64_t. */
  public NativeProperties int64(String key, long value) {
    bytes.writeBytes(head(key, 'L', 8).putLong(value).array());
    return this;
  }

  /** Adds a size_t. */
  public NativeProperties size(String key, long value) {
    bytes.writeBytes(head(key, 'Z', 8).putLong(value).array());
    return this;
  }

  /** Adds a float. */
  public NativeProperties float32(String key, float value) {
    bytes.writeBytes(head(key, 'F', 4).putFloat(value).array());
    return this;
  }

  /** Adds a TaylorSeerCacheConfig by its members; with an interval of 1 it is none to GenAI. */
  public NativeProperties taylorSeer(String key, long interval, long beforeStep, int afterStep) {
    bytes.writeBytes(
        head(key, 'S', 20).putLong(interval).putLong(beforeStep).putInt(afterStep).array());
    return this;
  }

  /** What the native side reads. */
  public byte[] toBytes() {
    return bytes.toByteArray();
  }

  private static ByteBuffer head(String key, char type, int valueBytes) {
    byte[] name = Checks.utf8("a property's name", key);
    return ByteBuffer.allocate(4 + name.length + 1 + valueBytes)
        .order(ByteOrder.nativeOrder())
        .putInt(name.length)
        .put(name)
        .put((byte) type);
  }
}
