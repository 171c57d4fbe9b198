package dev.easel.calculators.http;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A whole HTTP request, as a graph receives it on its {@code HTTP_REQUEST_PAYLOAD} stream.
 *
 * <p><b>Threads</b>: immutable; {@link #body()} gives every caller its own position and limit.
 *
 * <p><b>Ownership</b>: the server promises that body and parts stay as they are until the run that
 * received them has ended; a calculator that keeps them longer copies them.
 *
 * @param method the HTTP method in upper case
 * @param path the request's path, without query, for example {@code /v3/images/generations}
 * @param query the query string without its question mark; empty when there was none
 * @param servable the name of the servable that runs
 * @param model the name that the client used for it: the servable's name or one of its aliases
 * @param headers the request's headers under lower-case names
 * @param body the body as sent; empty for a multipart request
 * @param parts the parts of a multipart request, in the order sent; else empty
 * @param json the body's fields, if somebody has read them before
 */
public record HttpRequestPayload(
    String method,
    String path,
    String query,
    String servable,
    String model,
    Map<String, String> headers,
    ByteBuffer body,
    List<FormPart> parts,
    Optional<JsonBody> json) {

  /** A request whose body nobody has looked into. */
  public HttpRequestPayload(
      String method,
      String path,
      String query,
      String servable,
      String model,
      Map<String, String> headers,
      ByteBuffer body,
      List<FormPart> parts) {
    this(method, path, query, servable, model, headers, body, parts, Optional.empty());
  }

  /** Checks that nothing is missing and that header names are in lower case. */
  public HttpRequestPayload {
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(query, "query");
    Objects.requireNonNull(servable, "servable");
    Objects.requireNonNull(model, "model");
    headers = Map.copyOf(headers);
    for (String name : headers.keySet()) {
      if (!name.equals(name.toLowerCase(Locale.ROOT))) {
        throw new IllegalArgumentException("header name '" + name + "' is not in lower case");
      }
    }
    body = body.asReadOnlyBuffer();
    parts = List.copyOf(parts);
    Objects.requireNonNull(json, "json");
  }

  /** The body as a read-only buffer of the caller's own. */
  @Override
  public ByteBuffer body() {
    return body.duplicate();
  }

  /** The value of a header, whatever the case of the name asked for. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  /** The body's media type in lower case without parameters; empty when the client sent none. */
  public String contentType() {
    return MediaType.parse(headers.getOrDefault("content-type", "")).type();
  }

  /** Whether the client sent a form with parts. */
  public boolean isMultipart() {
    return contentType().equals("multipart/form-data");
  }

  /**
   * What stands before this server's paths in URLs that the client can use: {@code
   * https://images.example.com}, and what a proxy has put before them; only the latter where the
   * request names no host.
   */
  public String base() {
    String scheme = header("x-forwarded-proto").orElse("http");
    String origin =
        header("x-forwarded-host")
            .or(() -> header("host"))
            .map(host -> scheme + "://" + host)
            .orElse("");
    return origin + header("x-forwarded-prefix").orElse("").replaceFirst("/$", "");
  }
}
