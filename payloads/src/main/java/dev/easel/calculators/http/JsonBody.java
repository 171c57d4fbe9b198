package dev.easel.calculators.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The fields of a JSON body, read in one pass by whoever needs one of them first, and passed on
 * with the request.
 *
 * <p>Numbers, short texts and the like are kept as values. What is longer, or has values inside, is
 * kept as the place where it lies in the body, and read when somebody asks: no text of an image is
 * ever made, and a body costs no more memory than its bytes and the names of its fields.
 *
 * <p><b>Threads</b>: immutable.
 */
public final class JsonBody {

  /** Deeper nesting than any request has; also OVMS's limit. */
  private static final int MAX_NESTING = 100;

  /** Many times the fields of the images API. */
  private static final int MOST_FIELDS = 1000;

  /** In bytes of the body; what is longer may be an image. */
  private static final int LONG_TEXT = 4096;

  /** Jackson keeps names it has seen for all bodies to come. */
  private static final int LONGEST_NAME = 256;

  /** In bytes of the body. What is built of a value takes many times its bytes. */
  private static final int MOST_INSIDE = 64 << 10;

  private static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder()
                      .maxNestingDepth(MAX_NESTING)
                      .maxNameLength(LONGEST_NAME)
                      .build())
              .build());

  /** In bytes of the body; a prompt of this length is a book's. */
  private static final int LONGEST_TEXT = 1 << 20;

  /** After so many tokens, or bytes of a text, somebody may have left. */
  private static final int PIECE = 1 << 16;

  private final ByteBuffer body;
  private final Runnable check;
  private final Map<String, Field> fields = new LinkedHashMap<>();
  private Optional<RequestException> mistake = Optional.empty();

  /**
   * One field's value.
   *
   * @param start where it lies in the body
   * @param end what follows it
   * @param isStruct whether it is an object or an array
   * @param value the value, if it is one that is kept
   */
  private record Field(int start, int end, boolean isStruct, Optional<JsonNode> value) {}

  private JsonBody(ByteBuffer body, Runnable check) {
    this.body = body.slice();
    this.check = check;
  }

  /** Reads a body to its end. */
  public static JsonBody read(ByteBuffer body) {
    return read(body, () -> {});
  }

  /**
   * Reads a body; what is wrong with it is kept as {@link #mistake}.
   *
   * @param check called every now and then; what it throws ends the reading
   */
  public static JsonBody read(ByteBuffer body, Runnable check) {
    JsonBody read = new JsonBody(body, check);
    try {
      read.read();
    } catch (RequestException e) {
      read.mistake = Optional.of(e);
    }
    return read;
  }

  /** What is wrong with the body; the fields before that are there. */
  public Optional<RequestException> mistake() {
    return mistake;
  }

  /** The names of all fields, in order. */
  public List<String> names() {
    return List.copyOf(fields.keySet());
  }

  /**
   * The value of a field; of several with one name, the first. Empty when there is none.
   *
   * <p><b>Failure</b>: {@link RequestException} when a long text is no UTF-8, for an object or an
   * array of more than 64 KiB, and for a text of more than 1 MiB.
   */
  public Optional<JsonNode> value(String name) {
    return Optional.ofNullable(fields.get(name)).map(field -> value(name, field));
  }

  private JsonNode value(String name, Field field) {
    int most = field.isStruct() ? MOST_INSIDE : LONGEST_TEXT;
    int bytes = field.end() - field.start();
    if (bytes > most) {
      throw RequestException.wrongType(
          name, "has %d bytes; at most %d are read".formatted(bytes, most));
    }
    return field.value().orElseGet(() -> parse(raw(field)));
  }

  /** Whether a field is there and has no value, which is as if it were not there. */
  public boolean isNull(String name) {
    Field field = fields.get(name);
    return field != null && field.value().filter(JsonNode::isNull).isPresent();
  }

  /** The bytes of a field's value as they stand in the body. */
  public Optional<ByteBuffer> raw(String name) {
    return Optional.ofNullable(fields.get(name)).map(this::raw);
  }

  /**
   * The model that the body names; empty when it names none, or an empty one.
   *
   * <p><b>Failure</b>: {@link RequestException} when {@code model} is no text, or when something is
   * wrong with the body before it.
   */
  public Optional<String> model() {
    Field field = fields.get("model");
    if (field != null && field.isStruct()) {
      throw wrongModel();
    }
    Optional<JsonNode> model = value("model");
    if (model.isEmpty() && mistake.isPresent()) {
      throw mistake.get();
    }
    model
        .filter(node -> !node.isNull() && !node.isTextual())
        .ifPresent(
            node -> {
              throw wrongModel();
            });
    return model.map(JsonNode::textValue).filter(text -> !text.isEmpty());
  }

  private static RequestException wrongModel() {
    return RequestException.wrongType("model", "must be a string, the name of a servable");
  }

  private ByteBuffer raw(Field field) {
    return body.slice(field.start(), field.end() - field.start());
  }

  private static JsonNode parse(ByteBuffer raw) {
    try (JsonParser in = open(raw)) {
      return JSON.readTree(in);
    } catch (JsonProcessingException e) {
      throw invalid(reason(e));
    } catch (IOException e) {
      throw invalid(String.valueOf(e.getMessage()));
    }
  }

  private static JsonParser open(ByteBuffer bytes) throws IOException {
    return bytes.hasArray()
        ? JSON.createParser(
            bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining())
        : JSON.createParser(new BufferInput(bytes.duplicate()));
  }

  private void read() {
    checkEncoding();
    try (JsonParser in = open(body)) {
      JsonToken first = in.nextToken();
      if (first == null) {
        throw invalid("it is empty");
      }
      if (first != JsonToken.START_OBJECT) {
        throw RequestException.of(
            "", RequestException.INVALID_TYPE, "the JSON body must be an object, such as {…}");
      }
      for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
        readField(in, name);
      }
      if (in.nextToken() != null) {
        throw invalid("something follows the object");
      }
    } catch (JsonProcessingException e) {
      throw invalid(reason(e));
    } catch (IOException e) {
      throw invalid(String.valueOf(e.getMessage()));
    }
  }

  /** Jackson would read UTF-16 and UTF-32 too, and no longer know at which byte it is. */
  private void checkEncoding() {
    if (body.remaining() >= 3 && body.get(0) == (byte) 0xef && body.get(1) == (byte) 0xbb) {
      throw invalid("it begins with a byte order mark");
    }
    for (int i = 0; i < Math.min(4, body.remaining()); i++) {
      byte value = body.get(i);
      if (value == 0 || value == (byte) 0xfe || value == (byte) 0xff) {
        throw invalid("it is not UTF-8");
      }
    }
  }

  private void readField(JsonParser in, String name) throws IOException {
    JsonToken token = in.nextToken();
    int start = Math.toIntExact(in.currentTokenLocation().getByteOffset());
    int end = token == JsonToken.VALUE_STRING ? endOfText(start) : 0;
    Optional<JsonNode> value = Optional.empty();
    if (token.isStructStart()) {
      skipChildren(in);
      end = Math.toIntExact(in.currentLocation().getByteOffset());
    } else if (end - start <= LONG_TEXT) {
      value = Optional.of(in.readValueAsTree());
      end = Math.max(end, Math.toIntExact(in.currentLocation().getByteOffset()));
    }
    if (fields.size() == MOST_FIELDS && !fields.containsKey(name)) {
      throw invalid("it has more than " + MOST_FIELDS + " fields");
    }
    fields.putIfAbsent(name, new Field(start, end, token.isStructStart(), value));
  }

  private void skipChildren(JsonParser in) throws IOException {
    int depth = 1;
    for (int tokens = 1; depth > 0; tokens++) {
      JsonToken token = in.nextToken();
      if (token == null) {
        return;
      }
      depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      if (tokens % PIECE == 0) {
        check.run();
      }
    }
  }

  /** What follows the closing quotation mark of the text that begins at {@code start}. */
  private int endOfText(int start) {
    int at = start + 1;
    int pieceEnd = at + PIECE;
    while (at < body.limit() && body.get(at) != '"') {
      at += body.get(at) == '\\' ? 2 : 1;
      if (at >= pieceEnd) {
        check.run();
        pieceEnd = at + PIECE;
      }
    }
    return Math.min(at + 1, body.limit());
  }

  private static RequestException invalid(String why) {
    return RequestException.of("", "invalid_json", "the body is not valid JSON: " + why);
  }

  /** Jackson's first line, without the source that it quotes after it. */
  private static String reason(JsonProcessingException e) {
    JsonLocation at = e.getLocation();
    String where =
        at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
    return e.getOriginalMessage().lines().findFirst().orElse("") + where;
  }
}
