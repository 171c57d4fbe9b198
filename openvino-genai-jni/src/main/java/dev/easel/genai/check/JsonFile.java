package dev.easel.genai.check;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file of JSON that came with a model, such as a configuration. It is read only as far as it is
 * small: what is built of a value takes many times its bytes.
 */
public final class JsonFile {
  /** Real ones have a few KiB. */
  private static final int MOST_BYTES = 1 << 20;

  private static final String TOO_LARGE = "has more than 1 MiB";

  /** Many times those of a configuration, or of the header of an adapter. */
  private static final long MOST_TOKENS = 500_000;

  private static final ObjectMapper JSON = new ObjectMapper(factory().build());

  private static final ObjectMapper STRICT =
      new ObjectMapper(factory().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private static final ObjectMapper WHOLE =
      new ObjectMapper(factory().build()).enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private JsonFile() {}

  private static JsonFactoryBuilder factory() {
    StreamReadConstraints limits =
        StreamReadConstraints.builder().maxTokenCount(MOST_TOKENS).build();
    return new JsonFactoryBuilder().streamReadConstraints(limits);
  }

  /**
   * What a file holds; a node of nothing when it is empty.
   *
   * @throws IOException when it cannot be read, is no JSON or is too large; the message says which
   */
  public static JsonNode read(Path file) throws IOException {
    try {
      return JSON.readTree(bytes(file));
    } catch (JsonProcessingException e) {
      throw new IOException("it is not JSON: " + reason(e), e);
    }
  }

  private static byte[] bytes(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException("it is no regular file");
    }
    if (Files.size(file) > MOST_BYTES) {
      throw new IOException("it " + TOO_LARGE);
    }
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(MOST_BYTES);
    }
  }

  /** Refuses a file that is larger than any configuration, or not there. */
  static void checkSize(Path file) {
    WrongFile.checkPresent(file);
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw WrongFile.because(file, TOO_LARGE);
      }
    } catch (IOException e) {
      throw WrongFile.unreadable(file, e);
    }
  }

  /** The object that the file holds. */
  static JsonNode object(Path file) {
    checkSize(file);
    try {
      JsonNode tree = WHOLE.readTree(bytes(file));
      if (tree.isObject()) {
        return tree;
      }
    } catch (JsonProcessingException e) {
      throw WrongFile.because(file, "is not JSON: " + reason(e));
    } catch (IOException e) {
      throw WrongFile.unreadable(file, e);
    }
    throw WrongFile.because(file, "is no JSON object");
  }

  /** The value of bytes that hold one, with no name twice in an object. */
  static JsonNode strict(byte[] json) throws IOException {
    return STRICT.readTree(json);
  }

  /** What is wrong and where; where a limit is exceeded, the parser does not say the place. */
  static String reason(JsonProcessingException e) {
    JsonLocation at = e.getLocation();
    String where =
        at == null ? "" : " (line %d, column %d)".formatted(at.getLineNr(), at.getColumnNr());
    String message = e.getOriginalMessage().lines().findFirst().orElse("unreadable");
    // What the parser adds is for those who call it.
    return (message.startsWith("Trailing token")
            ? "something follows its value"
            : message.replaceAll(", from `StreamReadConstraints[^`]*`", ""))
        + where;
  }
}
