package dev.easel.serving.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Reads one JSON document and keeps the place of every value. */
public final class JsonTreeReader {
  /** Many times those of a configuration; what is kept of each takes many times its bytes. */
  private static final long MOST_TOKENS = 500_000;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxTokenCount(MOST_TOKENS).build())
          .build();

  private final JsonParser parser;

  private JsonTreeReader(JsonParser parser) {
    this.parser = parser;
  }

  /** The document in {@code text}, or a {@link ConfigException} at the place where it breaks. */
  public static JsonTree read(String file, String text) {
    try (JsonParser parser = FACTORY.createParser(text)) {
      return read(file, parser);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonTree read(String file, JsonParser parser) throws IOException {
    try {
      return new JsonTreeReader(parser).document(file);
    } catch (JsonProcessingException e) {
      // Where a limit is exceeded, the parser alone knows how far it was.
      JsonLocation at = e.getLocation() == null ? parser.currentLocation() : e.getLocation();
      throw broken(file, at, "not valid JSON", e);
    }
  }

  /** Where a parser stopped, and why, in words for whoever wrote the file. */
  static ConfigException broken(
      String file, JsonLocation at, String what, JsonProcessingException e) {
    return ConfigException.invalid(
        List.of(
            JsonTree.mistake(
                file,
                Math.max(0, at.getLineNr()),
                Math.max(0, at.getColumnNr()),
                what + ": " + firstLine(e))));
  }

  private static String firstLine(JsonProcessingException e) {
    // Jackson names the place a second time, with advice for programmers in it.
    return e.getOriginalMessage()
        .lines()
        .findFirst()
        .orElse("unreadable")
        .replaceAll(", from `StreamReadConstraints[^`]*`", "")
        .replaceAll("\\[Source: .*?; line: (\\d+), column: (\\d+)]", "line $1, column $2");
  }

  private JsonTree document(String file) throws IOException {
    if (parser.nextToken() == null) {
      throw ConfigException.invalid(List.of(JsonTree.mistake(file, 1, 1, "the file is empty")));
    }
    JsonTree root = value();
    JsonToken rest = parser.nextToken();
    if (rest != null) {
      JsonLocation at = parser.currentTokenLocation();
      throw ConfigException.invalid(
          List.of(
              JsonTree.mistake(
                  file, at.getLineNr(), at.getColumnNr(), "text after the end of the document")));
    }
    return root;
  }

  private JsonTree value() throws IOException {
    JsonLocation at = parser.currentTokenLocation();
    int line = at.getLineNr();
    int column = at.getColumnNr();
    return switch (parser.currentToken()) {
      case START_OBJECT -> new JsonTree.Fields(members(), line, column);
      case START_ARRAY -> new JsonTree.Items(items(), line, column);
      case VALUE_STRING -> new JsonTree.Text(parser.getText(), line, column);
      case VALUE_TRUE, VALUE_FALSE ->
          new JsonTree.Flag(parser.currentToken() == JsonToken.VALUE_TRUE, line, column);
      case VALUE_NULL -> new JsonTree.Nothing(line, column);
      default -> new JsonTree.Numeral(parser.getText(), line, column);
    };
  }

  private List<JsonTree.Member> members() throws IOException {
    List<JsonTree.Member> members = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      JsonLocation at = parser.currentTokenLocation();
      String name = parser.currentName();
      parser.nextToken();
      members.add(new JsonTree.Member(name, value(), at.getLineNr(), at.getColumnNr()));
    }
    return members;
  }

  private List<JsonTree> items() throws IOException {
    List<JsonTree> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(value());
    }
    return items;
  }
}
