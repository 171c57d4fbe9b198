package dev.easel.calculators.request.field;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.easel.calculators.http.BufferInput;
import dev.easel.calculators.http.RequestException;
import dev.easel.calculators.task.Upload;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the images of a JSON body straight from its bytes to image bytes; no text of them is ever
 * made.
 */
final class JsonImages {

  /** The fields that carry images. */
  static final Set<String> FIELDS = Set.of("image", "images", "image[]", "mask");

  /** Jackson keeps names it has seen for all bodies to come. */
  private static final int LONGEST_NAME = 256;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(LONGEST_NAME)
                  .build())
          .build();

  private final ByteBuffer value;
  private final ImageLinks links;

  private JsonImages(ByteBuffer value, ImageLinks links) {
    this.value = value;
    this.links = links;
  }

  /**
   * The images of one field.
   *
   * @param value the field's value as it stands in the body
   * @param links what images may be named by
   */
  static List<Upload> read(String field, ByteBuffer value, ImageLinks links) {
    List<Upload> found = new ArrayList<>();
    try (JsonParser in = JSON.createParser(new BufferInput(value.duplicate()))) {
      in.nextToken();
      new JsonImages(value, links).readImages(in, field, found);
    } catch (JsonProcessingException e) {
      throw RequestException.wrongType(field, "cannot be read: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw RequestException.wrongType(field, "cannot be read: " + e.getMessage());
    }
    return found;
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
      } else if (name.equals("image_url") && in.currentToken() == JsonToken.START_OBJECT) {
        readUrlObject(in, field + ".image_url", found);
      } else if (name.equals("image_url") && in.currentToken() != JsonToken.VALUE_NULL) {
        throw RequestException.wrongType(
            field + ".image_url", "must be a text, data:image/png;base64,…");
      } else if (name.equals("file_id") && in.currentToken() == JsonToken.VALUE_STRING) {
        found.add(links.file(field + ".file_id", in.getText()));
      } else if (name.equals("file_id") && in.currentToken() != JsonToken.VALUE_NULL) {
        throw RequestException.wrongType(
            field + ".file_id", "must be a text, the id of an uploaded file");
      } else if (in.currentToken() != JsonToken.VALUE_NULL) {
        throw RequestException.unsupported(
            field + "." + name, "only image_url and file_id are known here");
      }
    }
    if (found.size() == before) {
      throw RequestException.missing(
          field + ".image_url", "is missing; send a data: URL, such as data:image/png;base64,…");
    }
    if (found.size() > before + 1) {
      throw RequestException.invalid(
          field, "it names several images; send one image_url or file_id");
    }
  }

  /**
   * As the chat API has it, whose {@code detail} says how closely to look and means nothing here.
   */
  private void readUrlObject(JsonParser in, String field, List<Upload> found) throws IOException {
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String name = in.currentName();
      in.nextToken();
      if (name.equals("url") && in.currentToken() == JsonToken.VALUE_STRING) {
        found.add(readDataUrl(in, field + ".url"));
      } else if (in.currentToken().isStructStart() || name.equals("url")) {
        throw RequestException.wrongType(field + "." + name, "must be a text");
      } else if (!name.equals("detail") && in.currentToken() != JsonToken.VALUE_NULL) {
        throw RequestException.unsupported(field + "." + name, "only url is known here");
      }
    }
  }

  private Upload readDataUrl(JsonParser in, String field) {
    int start = Math.toIntExact(in.currentTokenLocation().getByteOffset()) + 1;
    Optional<Upload> named =
        links.haveUrls()
            ? DataUrl.web(value, start).flatMap(url -> links.url(field, url))
            : Optional.empty();
    return named.isPresent() ? named.get() : new Upload(field, DataUrl.decode(value, start, field));
  }
}
