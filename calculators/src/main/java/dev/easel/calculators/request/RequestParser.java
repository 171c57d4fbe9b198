package dev.easel.calculators.request;

import dev.easel.calculators.http.HttpRequestPayload;
import dev.easel.calculators.http.JsonBody;
import dev.easel.calculators.http.RequestException;
import dev.easel.calculators.media.KeptImages;
import dev.easel.calculators.media.MediaSource;
import dev.easel.calculators.model.ModelDescription;
import dev.easel.calculators.request.field.Fields;
import dev.easel.calculators.request.field.FormFields;
import dev.easel.calculators.request.field.ImageLinks;
import dev.easel.calculators.request.field.JsonFields;
import dev.easel.calculators.task.ImageTask;
import dev.easel.calculators.task.TaskKind;
import java.util.Optional;

/**
 * Reads a request to one of the image endpoints and checks it against what a model can do.
 *
 * <p><b>Threads</b>: immutable.
 *
 * <p><b>Failure</b>: a request's mistake that names the field and says what would be right.
 */
public final class RequestParser {

  private final ModelDescription model;
  private final boolean prefersUrls;
  private final Optional<MediaSource> media;
  private final Optional<KeptImages> kept;

  /** A parser for requests to one model. */
  public RequestParser(ModelDescription model) {
    this(model, Optional.empty(), Optional.empty());
  }

  /**
   * A parser for requests to one model.
   *
   * @param media what images may be fetched
   * @param kept what images the server has
   */
  public RequestParser(
      ModelDescription model, Optional<MediaSource> media, Optional<KeptImages> kept) {
    this(model, false, media, kept);
  }

  /**
   * A parser for requests to one model.
   *
   * @param prefersUrls whether answers name URLs unless a request says otherwise
   * @param media what images may be fetched
   * @param kept what images the server has
   */
  RequestParser(
      ModelDescription model,
      boolean prefersUrls,
      Optional<MediaSource> media,
      Optional<KeptImages> kept) {
    this.model = model;
    this.prefersUrls = prefersUrls;
    this.media = media;
    this.kept = kept;
  }

  /** The task that a request describes; images that it names and does not send are not there. */
  public ImageTask parse(HttpRequestPayload request) {
    return read(request).task();
  }

  ReadRequest read(HttpRequestPayload request) {
    TaskKind kind = kind(request);
    ImageLinks links = ImageLinks.of(media, kept, request);
    return ReadRequest.of(
        model, kind, fields(request, kind, links), links, prefersUrls, request.model());
  }

  /** By the path's end; a graph that is served under its own name decides by the content type. */
  private static TaskKind kind(HttpRequestPayload request) {
    for (TaskKind kind : TaskKind.values()) {
      if (request.path().endsWith("/images/" + kind.endpoint())) {
        return kind;
      }
    }
    if (request.path().endsWith("/" + request.servable())
        || request.path().endsWith("/" + request.model())) {
      return request.isMultipart() ? TaskKind.EDIT : TaskKind.GENERATION;
    }
    throw RequestException.withStatus(
        404,
        "",
        "unknown_url",
        "'"
            + request.path()
            + "' is not found: this model answers at /v3/images/generations, /v3/images/edits and"
            + " /v3/images/variations");
  }

  private static Fields fields(HttpRequestPayload request, TaskKind kind, ImageLinks links) {
    if (request.isMultipart()) {
      if (!kind.hasImage()) {
        throw contentType(request, "images/generations takes a JSON body, application/json");
      }
      return new FormFields(request.parts(), links);
    }
    if (request.contentType().equals("application/json")) {
      return new JsonFields(
          request.json().orElseGet(() -> JsonBody.read(request.body())), kind.hasImage(), links);
    }
    throw contentType(
        request,
        "images/"
            + kind.endpoint()
            + " takes "
            + (kind.hasImage() ? "multipart/form-data or " : "")
            + "application/json");
  }

  private static RequestException contentType(HttpRequestPayload request, String wanted) {
    String sent = Optional.of(request.contentType()).filter(type -> !type.isEmpty()).orElse("none");
    return RequestException.withStatus(
        415, "", "unsupported_media_type", wanted + "; the request's content type is " + sent);
  }
}
