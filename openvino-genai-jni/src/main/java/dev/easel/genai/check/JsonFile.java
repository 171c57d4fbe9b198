package dev.easel.genai.check;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small file of JSON, such as a configuration. */
final class JsonFile {
  /** Real ones have a few KiB; what is made of one of this size takes some 60 MB. */
  private static final long MOST_BYTES = 1 << 20;

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private JsonFile() {}

  /** Refuses a file that is larger than any configuration, or not there. */
  static void checkSize(Path file) {
    WrongFile.checkPresent(file);
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw WrongFile.because(file, "has more than " + MOST_BYTES + " bytes");
      }
    } catch (IOException e) {
      throw WrongFile.unreadable(file, e);
    }
  }

  /** The object that the file holds. */
  static JsonNode object(Path file) {
    checkSize(file);
    try {
      JsonNode tree = JSON.readTree(Files.readAllBytes(file));
      if (tree.isObject()) {
        return tree;
      }
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      throw WrongFile.because(
          file,
          "is not JSON: %s (line %d, column %d)"
              .formatted(e.getOriginalMessage(), at.getLineNr(), at.getColumnNr()));
    } catch (IOException e) {
      throw WrongFile.unreadable(file, e);
    }
    throw WrongFile.because(file, "is no JSON object");
  }
}
