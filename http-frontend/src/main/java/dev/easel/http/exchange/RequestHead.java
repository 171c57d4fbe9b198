package dev.easel.http.exchange;

import dev.easel.calculators.trace.TraceContext;
import dev.easel.http.body.ContentEncoding;
import dev.easel.http.framing.Letters;
import dev.easel.http.route.RouteTable;
import dev.easel.http.trace.TraceShelf;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a request says before its body.
 *
 * @param method the method
 * @param path the path, without query and without slashes that mean nothing
 * @param isFolder whether the path was sent with a slash at its end, which means something to
 *     browsers: what a page names is looked for below it
 * @param query what follows the path's question mark; "" when there is none
 * @param headers the headers under lower-case names; repeated ones joined by commas
 * @param isChunkable whether the client's HTTP version knows chunked answers
 * @param isKeptAlive whether the client means to send more requests
 * @param id the request's identity in logs and answers
 */
record RequestHead(
    String method,
    String path,
    boolean isFolder,
    String query,
    Map<String, String> headers,
    boolean isChunkable,
    boolean isKeptAlive,
    String id) {

  /** Asks for a trace of the run, and names it in the answer. */
  static final String TRACE = TraceShelf.HEADER;

  /** How the body is packed. */
  static final String CONTENT_ENCODING = "content-encoding";

  /** More than any body has, and fewer than a long takes. */
  private static final int MOST_DIGITS = 18;

  /** How a proxy says what its client asked; of others these are claims, and are left out. */
  private static final Set<String> PROXIES_OWN =
      Set.of("x-forwarded-proto", "x-forwarded-host", "x-forwarded-prefix");

  /** A path without an end, whose parts nothing could read otherwise. */
  private static final Pattern PREFIX = Pattern.compile("(?:/[A-Za-z0-9._~-]{1,100}){1,16}/?");

  private static final Set<String> SCHEMES = Set.of("http", "https");

  /**
   * The head of a request.
   *
   * @param isTrusted whether it comes from a proxy that is trusted
   * @param isEncrypted whether it came over TLS
   */
  static RequestHead of(HttpRequest request, boolean isTrusted, boolean isEncrypted) {
    Map<String, String> headers = new HashMap<>();
    for (Map.Entry<String, String> header : request.headers()) {
      headers.merge(
          header.getKey().toLowerCase(Locale.ROOT), header.getValue(), (a, b) -> a + ", " + b);
    }
    if (!isTrusted) {
      headers.keySet().removeAll(PROXIES_OWN);
    } else {
      headers.computeIfPresent("x-forwarded-proto", (n, it) -> SCHEMES.contains(it) ? it : null);
      headers.computeIfPresent(
          "x-forwarded-prefix", (n, it) -> PREFIX.matcher(it).matches() ? it : null);
    }
    if (isEncrypted) {
      headers.putIfAbsent("x-forwarded-proto", "https");
    }
    String target = withoutAuthority(request.uri());
    int query = target.indexOf('?');
    String path = query < 0 ? target : target.substring(0, query);
    return new RequestHead(
        request.method().name(),
        RouteTable.plain(path),
        path.endsWith("/"),
        query < 0 ? "" : target.substring(query + 1),
        Map.copyOf(headers),
        request.protocolVersion().compareTo(HttpVersion.HTTP_1_1) >= 0,
        HttpUtil.isKeepAlive(request),
        RequestId.of(headers.get("x-request-id")));
  }

  /** A proxy's form of the target begins with scheme and host. */
  private static String withoutAuthority(String target) {
    int scheme = target.indexOf("://");
    if (target.startsWith("/") || scheme < 0) {
      return target;
    }
    int path = target.indexOf('/', scheme + 3);
    return path < 0 ? "/" : target.substring(path);
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /** The key that is sent, as Azure's clients send it if not as all others do. */
  Optional<String> authorization() {
    return header("authorization").or(() -> header("api-key").map("Bearer "::concat));
  }

  /**
   * How long the body says it is; -1 when it does not say, or not in a number, which the decoder
   * has refused already.
   */
  long contentLength() {
    String length = headers.getOrDefault("content-length", "");
    boolean isNumber = length.length() <= MOST_DIGITS && Letters.isNumber(length);
    return isNumber ? Long.parseLong(length) : -1;
  }

  /** How the body is packed; a head that says otherwise was refused before. */
  ContentEncoding encoding() {
    return ContentEncoding.of(headers.getOrDefault(CONTENT_ENCODING, ""))
        .orElse(ContentEncoding.IDENTITY);
  }

  /** The same of the body as it is unpacked. */
  RequestHead unpacked() {
    Map<String, String> plain = new HashMap<>(headers);
    plain.remove(CONTENT_ENCODING);
    plain.remove("content-length");
    return new RequestHead(method, path, isFolder, query, plain, isChunkable, isKeptAlive, id);
  }

  /** The same at another path. */
  RequestHead at(String otherPath) {
    return new RequestHead(
        method, otherPath, isFolder, query, headers, isChunkable, isKeptAlive, id);
  }

  /** The same with headers that say otherwise of which trace the request is a part. */
  RequestHead in(Map<String, String> trace) {
    Map<String, String> changed = new HashMap<>(headers);
    changed.keySet().removeAll(TraceContext.NAMES);
    changed.putAll(trace);
    return new RequestHead(method, path, isFolder, query, changed, isChunkable, isKeptAlive, id);
  }

  /** Whether the client says that it reads what follows a chunked answer. */
  boolean takesTrailers() {
    return isChunkable
        && header("te")
            .map(te -> List.of(te.toLowerCase(Locale.ROOT).split("[ \t]*,[ \t]*")))
            .filter(codings -> codings.contains("trailers"))
            .isPresent();
  }

  /** Whether the run is to be traced. */
  boolean isTraced() {
    return TraceShelf.isAsked(headers);
  }

  boolean hasExpectation() {
    return headers.containsKey("expect");
  }

  boolean isContinueExpected() {
    return headers.getOrDefault("expect", "").equalsIgnoreCase("100-continue");
  }
}
