package dev.easel.testing;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.easel.calculators.http.FormPart;
import dev.easel.calculators.http.HttpRequestPayload;
import dev.easel.calculators.http.JsonBody;
import dev.easel.calculators.http.MediaType;
import dev.easel.framework.status.StatusException;
import dev.easel.http.error.ErrorTable;
import dev.easel.picture.RgbImages;
import dev.easel.serving.RunHandle;
import dev.easel.serving.Servable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A request that is put together field by field and sent to a servable: JSON, a form, or bytes of
 * any type.
 *
 * <p><b>Threads:</b> one.
 */
public final class ServableRequest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ServableRunner servables;
  private final String path;
  private final Map<String, String> headers = new LinkedHashMap<>();
  private final Map<String, Object> fields = new LinkedHashMap<>();
  private final Map<String, FormPart> files = new LinkedHashMap<>();
  private Optional<byte[]> body = Optional.empty();
  private boolean isForm;
  private String method = "POST";
  private String query = "";
  private String model = "";

  ServableRequest(ServableRunner servables, String path) {
    this.servables = servables;
    this.path = path;
    header("host", "localhost");
  }

  /** Names the servable or an alias; without a name the first one answers. */
  public ServableRequest model(String newModel) {
    model = newModel;
    return this;
  }

  /** Sets a field of the body; JSON takes numbers, texts, lists and maps, a form their text. */
  public ServableRequest field(String name, Object value) {
    fields.put(name, value);
    return this;
  }

  /** How large the pictures shall be. */
  public ServableRequest size(int width, int height) {
    return field("size", width + "x" + height);
  }

  /** Same seed, same pictures. */
  public ServableRequest seed(long seed) {
    return field("rng_seed", seed);
  }

  /** Adds a picture, as a PNG file. */
  public ServableRequest picture(String name, RgbImages picture) {
    return file(name, "image/png", TestPictures.png(picture));
  }

  /** Adds a file; in JSON it is a {@code data:} URL. */
  public ServableRequest file(String name, String contentType, byte[] content) {
    files.put(name, FormPart.file(name, name, contentType, ByteBuffer.wrap(content)));
    return this;
  }

  /** Sends the fields as a form. */
  public ServableRequest asForm() {
    isForm = true;
    return this;
  }

  /** Sends the fields as JSON. */
  public ServableRequest asJson() {
    isForm = false;
    return this;
  }

  /** Sends these bytes in place of the fields. */
  public ServableRequest body(String contentType, byte[] content) {
    body = Optional.of(content.clone());
    return header("content-type", contentType);
  }

  /** Sets a header. */
  public ServableRequest header(String name, String value) {
    headers.put(name.toLowerCase(Locale.ROOT), value);
    return this;
  }

  /** Sets the method, which is else {@code POST}. */
  public ServableRequest method(String newMethod) {
    method = newMethod;
    return this;
  }

  /** Sets what stands behind the question mark of the address. */
  public ServableRequest query(String newQuery) {
    query = newQuery;
    return this;
  }

  /** Runs the servable's graph on the request, and waits for the end of its answer. */
  public ServableAnswer send() {
    Servable servable = servables.servable(model);
    AnswerCollector answer = new AnswerCollector(servables.store());
    RunHandle run;
    try {
      run = servable.start(payload(servable), answer);
    } catch (StatusException e) {
      return ServableAnswer.of(ErrorTable.answer(e).payload(), Optional.of(e), servables.store());
    }
    return answer.await(run);
  }

  private HttpRequestPayload payload(Servable servable) {
    boolean sendsForm = isForm && body.isEmpty();
    ByteBuffer content = ByteBuffer.wrap(sendsForm ? new byte[0] : body.orElseGet(this::json));
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.putIfAbsent(
        "content-type", sendsForm ? "multipart/form-data; boundary=none" : "application/json");
    boolean isJson = MediaType.parse(all.getOrDefault("content-type", "")).isJson();
    return new HttpRequestPayload(
        method,
        path,
        query,
        servable.name(),
        model.isEmpty() ? servable.name() : model,
        all,
        content,
        sendsForm ? parts() : List.of(),
        isJson ? Optional.of(JsonBody.read(content)) : Optional.empty());
  }

  private List<FormPart> parts() {
    List<FormPart> parts = new ArrayList<>();
    fields.forEach((name, value) -> parts.add(FormPart.text(name, value.toString())));
    parts.addAll(files.values());
    return parts;
  }

  private byte[] json() {
    Map<String, Object> all = new LinkedHashMap<>(fields);
    files.forEach((name, file) -> all.put(name, dataUrl(file)));
    return JSON.valueToTree(all).toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String dataUrl(FormPart file) {
    byte[] content = new byte[file.content().remaining()];
    file.content().get(content);
    return "data:%s;base64,%s"
        .formatted(file.contentType().orElseThrow(), Base64.getEncoder().encodeToString(content));
  }
}
