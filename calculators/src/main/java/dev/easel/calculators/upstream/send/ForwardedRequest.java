package dev.easel.calculators.upstream.send;

import dev.easel.calculators.http.HttpRequestPayload;
import dev.easel.calculators.http.JsonBody;
import dev.easel.calculators.http.RequestException;
import dev.easel.calculators.request.field.Fields;
import dev.easel.calculators.request.field.FormFields;
import dev.easel.calculators.request.field.ImageLinks;
import dev.easel.calculators.request.field.JsonFields;
import dev.easel.calculators.task.TaskKind;
import dev.easel.calculators.trace.TraceContext;
import dev.easel.calculators.upstream.wire.OutgoingBody;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A client's request, checked as far as it can be without knowing the upstream's model.
 *
 * <p><b>Threads</b>: immutable.
 *
 * <p><b>Ownership</b>: its bytes are the request's, which last until its run ends.
 */
public final class ForwardedRequest {

  private final HttpRequestPayload request;
  private final Optional<JsonBody> json;
  private final TaskKind kind;
  private final boolean isStream;
  private final Optional<Duration> timeout;
  private final long pixels;
  private final long pixelSteps;

  private ForwardedRequest(
      HttpRequestPayload request, Optional<JsonBody> json, TaskKind kind, FieldCheck checked) {
    this.request = request;
    this.json = json;
    this.kind = kind;
    isStream = checked.isStream();
    timeout = checked.timeout();
    pixels = checked.pixels();
    pixelSteps = checked.pixelSteps();
  }

  /**
   * Reads and checks a request.
   *
   * <p><b>Failure</b>: a request's mistake that names the field.
   */
  public static ForwardedRequest of(HttpRequestPayload request) {
    TaskKind kind = kind(request);
    Optional<JsonBody> json = Optional.empty();
    Fields fields;
    if (request.isMultipart() && kind.hasImage()) {
      fields = new FormFields(request.parts());
    } else if (request.contentType().equals("application/json")) {
      JsonBody body = request.json().orElseGet(() -> JsonBody.read(request.body()));
      json = Optional.of(body);
      fields = new JsonFields(body, false, ImageLinks.NONE);
    } else {
      throw RequestException.withStatus(
          415,
          "",
          "unsupported_media_type",
          "images/"
              + kind.endpoint()
              + " takes "
              + (kind.hasImage() ? "multipart/form-data or " : "")
              + "application/json");
    }
    FieldCheck check = new FieldCheck(fields, kind);
    check.run();
    return new ForwardedRequest(request, json, kind, check);
  }

  /** By the path's end; a graph that is served under its own name decides by the content type. */
  private static TaskKind kind(HttpRequestPayload request) {
    for (TaskKind kind : TaskKind.values()) {
      if (request.path().endsWith("/images/" + kind.endpoint())) {
        return kind;
      }
    }
    return request.isMultipart() ? TaskKind.EDIT : TaskKind.GENERATION;
  }

  /** What stands behind an upstream's address, such as {@code images/generations}. */
  public String endpoint() {
    return "images/" + kind.endpoint();
  }

  /** The name that the client uses for the model. */
  public String model() {
    return request.model();
  }

  /** Whether the client asks for a stream. */
  public boolean isStream() {
    return isStream;
  }

  /** The pixels of all pictures, by what the client asks for. */
  public long pixels() {
    return pixels;
  }

  /** Pixels times steps; one step where the client names no number. */
  public long pixelSteps() {
    return pixelSteps;
  }

  /** How long the client wants to wait. */
  public Optional<Duration> timeout() {
    return timeout;
  }

  /** Headers that an upstream gets too: of which trace the request is a part. */
  public Map<String, String> headers() {
    return TraceContext.of(request.headers()).map(TraceContext::headers).orElse(Map.of());
  }

  /** The body that an upstream gets which calls the model so. */
  public OutgoingBody body(String upstreamModel) {
    return json.map(body -> JsonText.of(body, upstreamModel))
        .orElseGet(() -> FormText.of(request.parts(), upstreamModel));
  }
}
