package dev.easel.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.easel.calculators.http.HttpResponsePayload;
import dev.easel.calculators.http.ImageStore;
import dev.easel.calculators.http.StoredImage;
import dev.easel.framework.status.StatusException;
import dev.easel.picture.RgbImages;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The whole answer to a request, as its client would have it.
 *
 * <p><b>Threads:</b> immutable.
 */
public final class ServableAnswer {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final int status;
  private final Map<String, String> headers;
  private final byte[] body;
  private final Optional<StatusException> failure;
  private final ImageStore store;

  private ServableAnswer(
      int status,
      Map<String, String> headers,
      byte[] body,
      Optional<StatusException> failure,
      ImageStore store) {
    this.status = status;
    this.headers = headers;
    this.body = body;
    this.failure = failure;
    this.store = store;
  }

  /**
   * An answer.
   *
   * @param store what has the pictures that it names by URL
   */
  static ServableAnswer of(
      HttpResponsePayload payload, Optional<StatusException> failure, ImageStore store) {
    byte[] body = new byte[Math.toIntExact(payload.length())];
    ByteBuffer whole = ByteBuffer.wrap(body);
    payload.body().forEach(whole::put);
    return new ServableAnswer(payload.status(), payload.headers(), body, failure, store);
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** A header's value; empty where there is none. */
  public String header(String name) {
    return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
  }

  /** The headers under lower-case names. */
  public Map<String, String> headers() {
    return headers;
  }

  /** The body. */
  public byte[] body() {
    return body.clone();
  }

  /** The body as text. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** The body, which is JSON. */
  public JsonNode json() {
    return read(text());
  }

  /** How the run failed, if it did: what a server would write to its log. */
  public Optional<StatusException> failure() {
    return failure;
  }

  /** The same answer, if it is none of an error and nothing of it is missing. */
  public ServableAnswer good() {
    if (status >= 400 || failure.isPresent()) {
      throw new AssertionError(
          "the answer is no good one, its status is %d: %s%s"
              .formatted(status, text(), failure.map(why -> "\n" + why.message()).orElse("")),
          failure.orElse(null));
    }
    return this;
  }

  /** The error object of an answer that is one. */
  public JsonNode error() {
    JsonNode error = json().path("error");
    if (status < 400 || error.isMissingNode()) {
      throw new AssertionError("the answer is no error, its status is " + status);
    }
    return error;
  }

  /** The only picture of the answer. */
  public RgbImages picture() {
    List<RgbImages> all = pictures();
    if (all.size() != 1) {
      throw new AssertionError("the answer has %d pictures, not one".formatted(all.size()));
    }
    return all.get(0);
  }

  /**
   * The finished pictures, in the answer's order, also those that it names by URL; of a streamed
   * one those of its last events.
   */
  public List<RgbImages> pictures() {
    List<RgbImages> pictures = new ArrayList<>();
    if (isStreamed()) {
      events().stream()
          .filter(event -> event.name().endsWith(".completed"))
          .forEach(event -> pictures.add(event.picture()));
    } else {
      json().path("data").forEach(each -> pictures.add(kept(each).orElseGet(() -> picture(each))));
    }
    return pictures;
  }

  /** The picture that a URL names, which the server would hand out. */
  private Optional<RgbImages> kept(JsonNode from) {
    String url = from.path("url").asText();
    int path = url.indexOf(ImageStore.PATH);
    if (path < 0) {
      return Optional.empty();
    }
    StoredImage image =
        store
            .find(url.substring(path + ImageStore.PATH.length()))
            .toCompletableFuture()
            .join()
            .orElseThrow(() -> new AssertionError("there is no picture behind " + url));
    ByteBuffer file = ByteBuffer.allocate(Math.toIntExact(image.length()));
    image.content().forEach(file::put);
    return Optional.of(TestPictures.decode(file.array(), url));
  }

  private boolean isStreamed() {
    return header("content-type").startsWith("text/event-stream");
  }

  /** The events of a streamed answer. */
  public List<AnswerEvent> events() {
    if (!isStreamed()) {
      throw new AssertionError(
          "the answer is no stream of events but " + header("content-type") + ": " + text());
    }
    List<AnswerEvent> events = new ArrayList<>();
    for (String block : text().split("\n\n", -1)) {
      String name = lines(block, "event:");
      String data = lines(block, "data:");
      if (!name.isEmpty() || !data.isEmpty()) {
        events.add(new AnswerEvent(name, data));
      }
    }
    return events;
  }

  private static String lines(String block, String field) {
    return String.join(
        "\n",
        block
            .lines()
            .filter(line -> line.startsWith(field))
            .map(line -> line.substring(field.length()).strip())
            .toList());
  }

  static JsonNode read(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError("this is no JSON: " + text, e);
    }
  }

  static RgbImages picture(JsonNode from) {
    JsonNode file = from.path("b64_json");
    if (file.isMissingNode()) {
      throw new AssertionError("there is no b64_json in " + from);
    }
    return TestPictures.decode(Base64.getDecoder().decode(file.textValue()), "the answer");
  }

  @Override
  public String toString() {
    return status + " " + headers;
  }
}
