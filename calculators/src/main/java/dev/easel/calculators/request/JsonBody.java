package dev.easel.calculators.request;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.easel.calculators.payload.RequestException;
import dev.easel.calculators.payload.Upload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads a JSON body in one pass; images in it go from the body's bytes straight to image bytes, no
 * text of them is ever made.
 */
final class JsonBody {

  private static final int MAX_NESTING = 100;

  private static final Set<String> IMAGE_FIELDS = Set.of("image", "images", "image[]", "mask");

  private static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder().maxNestingDepth(MAX_NESTING).build())
              .build());

  private final ByteBuffer body;
  private final boolean takesImages;
  private final Map<String, JsonNode> values = new LinkedHashMap<>();
  private final Map<String, List<Upload>> uploads = new LinkedHashMap<>();

  private JsonBody(ByteBuffer body, boolean takesImages) {
    this.body = body.slice();
    this.takesImages = takesImages;
  }

  /**
   * Reads a body.
   *
   * @param takesImages whether the fields for images are read as such
   */
  static Fields read(ByteBuffer body, boolean takesImages) {
    return new JsonBody(body, takesImages).read();
  }

  private Fields read() {
    if (body.remaining() >= 3 && body.get(0) == (byte) 0xef) {
      throw invalid("it begins with a byte order mark");
    }
    try (JsonParser in = JSON.createParser(new BufferInput(body.duplicate()))) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw invalid("it is not an object");
      }
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        readField(in, in.currentName());
      }
      if (in.nextToken() != null) {
        throw invalid("something follows the object");
      }
    } catch (JsonProcessingException e) {
      throw invalid(reason(e));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new JsonFields(values, uploads);
  }

  private static RequestException invalid(String why) {
    return RequestException.of("", "invalid_json", "the body is not a JSON object: " + why);
  }

  /** Jackson's first line, without the source that it quotes after it. */
  private static String reason(JsonProcessingException e) {
    JsonLocation at = e.getLocation();
    String where = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
    String message = e.getOriginalMessage();
    int line = message.indexOf('\n');
    return (line < 0 ? message : message.substring(0, line)) + where;
  }

  /** The first of two fields of one name counts. */
  private void readField(JsonParser in, String name) throws IOException {
    in.nextToken();
    if (takesImages && IMAGE_FIELDS.contains(name) && in.currentToken() != JsonToken.VALUE_NULL) {
      List<Upload> found = new ArrayList<>();
      readImages(in, name, found);
      uploads.putIfAbsent(name, found);
      values.putIfAbsent(name, JSON.getNodeFactory().booleanNode(true));
    } else {
      JsonNode value = in.readValueAsTree();
      values.putIfAbsent(name, value);
    }
  }

  private void readImages(JsonParser in, String field, List<Upload> found) throws IOException {
    switch (in.currentToken()) {
      case VALUE_STRING -> found.add(readDataUrl(in, field));
      case START_OBJECT -> readImageObject(in, field, found);
      case START_ARRAY -> {
        for (int i = 0; in.nextToken() != JsonToken.END_ARRAY; i++) {
          readImages(in, field + "[" + i + "]", found);
        }
      }
      default ->
          throw RequestException.wrongType(
              field, "must be {\"image_url\": \"data:image/png;base64,…\"}");
    }
  }

  private void readImageObject(JsonParser in, String field, List<Upload> found) throws IOException {
    int before = found.size();
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String name = in.currentName();
      in.nextToken();
      if (name.equals("image_url") && in.currentToken() == JsonToken.VALUE_STRING) {
        found.add(readDataUrl(in, field + ".image_url"));
      } else if (name.equals("image_url") && in.currentToken() != JsonToken.VALUE_NULL) {
        throw RequestException.wrongType(
            field + ".image_url", "must be a text, data:image/png;base64,…");
      } else if (in.currentToken() != JsonToken.VALUE_NULL) {
        throw RequestException.unsupported(
            field + "." + name,
            "only image_url with a data: URL is known here; files are not kept on this server");
      }
    }
    if (found.size() == before) {
      throw RequestException.missing(
          field + ".image_url", "is missing; send a data: URL, such as data:image/png;base64,…");
    }
  }

  private Upload readDataUrl(JsonParser in, String field) {
    int start = Math.toIntExact(in.currentTokenLocation().getByteOffset()) + 1;
    return new Upload(field, DataUrl.decode(body, start, field));
  }
}
