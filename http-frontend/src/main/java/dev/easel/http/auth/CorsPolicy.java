package dev.easel.http.auth;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which pages of other sites may call this server: sent with every answer, as OVMS does.
 *
 * <p><b>Threads</b>: immutable.
 *
 * @param origins the {@code Access-Control-Allow-Origin} header; "" sends none
 * @param methods the {@code Access-Control-Allow-Methods} header; "" sends none
 * @param headers the {@code Access-Control-Allow-Headers} header; "" sends none
 * @param hasCredentials whether such pages may send cookies and keys
 */
public record CorsPolicy(String origins, String methods, String headers, boolean hasCredentials) {

  private static final String ANY = "*";
  private static final String METHODS = "access-control-allow-methods";
  private static final String HEADERS = "access-control-allow-headers";

  /** Tokens as HTTP knows them. */
  private static final Pattern LIST = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z, \\t-]+");

  /** What the server says in headers that pages do not see unless they are named. */
  private static final String OWN =
      "x-request-id, x-easel-steps, x-easel-seed, x-easel-ignored-parameters,"
          + " x-easel-prompt-tokens-sent, x-easel-prompt-tokens-kept, x-easel-native-runs,"
          + " x-easel-saved-steps, x-easel-cache, x-easel-trace, etag, server-timing,"
          + " retry-after, x-ratelimit-limit-requests, x-ratelimit-remaining-requests,"
          + " x-ratelimit-reset-requests, x-ratelimit-limit-pixels, x-ratelimit-remaining-pixels,"
          + " x-ratelimit-reset-pixels, x-ratelimit-limit-pixel-steps,"
          + " x-ratelimit-remaining-pixel-steps, x-ratelimit-reset-pixel-steps";

  /** Everything is allowed, without credentials. */
  public static final CorsPolicy OPEN = new CorsPolicy("*", "*", "*", false);

  /** Checks that no value would break the answer's head apart. */
  public CorsPolicy {
    check("allowed_origins", origins);
    check("allowed_methods", methods);
    check("allowed_headers", headers);
  }

  private static void check(String option, String value) {
    if (value.chars().anyMatch(c -> c < 0x20 || c > 0x7e)) {
      throw new IllegalArgumentException("--" + option + " is no header value: " + value);
    }
  }

  /** The headers under lower-case names. */
  public Map<String, String> answerHeaders() {
    Map<String, String> all = new LinkedHashMap<>();
    put(all, "access-control-allow-origin", origins);
    put(all, METHODS, methods);
    put(all, HEADERS, headers);
    put(all, "access-control-allow-credentials", hasCredentials ? "true" : "");
    put(all, "access-control-expose-headers", origins.isEmpty() ? "" : OWN);
    put(all, "timing-allow-origin", origins);
    return all;
  }

  /**
   * What the answer to a browser that asks first has instead: where everything is allowed, what was
   * asked for by name, since {@code *} does not cover {@code Authorization}, and covers nothing
   * where credentials are allowed.
   *
   * @param askedMethod the {@code Access-Control-Request-Method} header
   * @param askedHeaders the {@code Access-Control-Request-Headers} header
   */
  public Map<String, String> preflightHeaders(
      Optional<String> askedMethod, Optional<String> askedHeaders) {
    Map<String, String> all = new LinkedHashMap<>();
    List<String> vary = new ArrayList<>();
    if (methods.equals(ANY)) {
      askedMethod.filter(CorsPolicy::isList).ifPresent(m -> put(all, METHODS, m));
      vary.add("access-control-request-method");
    }
    if (headers.equals(ANY)) {
      askedHeaders.filter(CorsPolicy::isList).ifPresent(h -> put(all, HEADERS, h));
      vary.add("access-control-request-headers");
    }
    put(all, "vary", String.join(", ", vary));
    return all;
  }

  /** Whether a text names methods or headers and holds nothing else. */
  private static boolean isList(String asked) {
    return LIST.matcher(asked).matches();
  }

  private static void put(Map<String, String> all, String name, String value) {
    if (!value.isEmpty()) {
      all.put(name, value);
    }
  }
}
