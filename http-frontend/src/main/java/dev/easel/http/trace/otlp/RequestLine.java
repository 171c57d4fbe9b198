package dev.easel.http.trace.otlp;

import io.opentelemetry.api.trace.SpanBuilder;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a span says of a request's head, by OpenTelemetry's conventions for HTTP.
 *
 * @param route the path without names; or ""
 * @param headers under lower-case names
 */
record RequestLine(String method, String route, String path, Map<String, String> headers) {
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH");

  private static final Pattern HOST = Pattern.compile("(\\[[^\\]]*\\]|[^:]*)(?::(\\d{1,5}))?");

  private boolean isKnown() {
    return METHODS.contains(method);
  }

  /** The span's name: there are few. */
  String name() {
    String first = isKnown() ? method : "HTTP";
    return route.isEmpty() ? first : first + " " + route;
  }

  /** Says the rest. */
  void describe(SpanBuilder span) {
    span.setAttribute("http.request.method", isKnown() ? method : "_OTHER");
    if (!isKnown()) {
      span.setAttribute("http.request.method_original", method);
    }
    if (!route.isEmpty()) {
      span.setAttribute("http.route", route);
    }
    span.setAttribute("url.path", path);
    span.setAttribute("url.scheme", headers.getOrDefault("x-forwarded-proto", "http"));
    Matcher host = HOST.matcher(headers.getOrDefault("host", ""));
    if (host.matches() && !host.group(1).isEmpty()) {
      span.setAttribute("server.address", host.group(1));
      if (host.group(2) != null) {
        span.setAttribute("server.port", Long.parseLong(host.group(2)));
      }
    }
    if (headers.containsKey("user-agent")) {
      span.setAttribute("user_agent.original", headers.get("user-agent"));
    }
  }
}
