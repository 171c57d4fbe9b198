package dev.easel.http.auth;

import java.util.LinkedHashMap;
import java.util.Map;

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
    put(all, "access-control-allow-methods", methods);
    put(all, "access-control-allow-headers", headers);
    put(all, "access-control-allow-credentials", hasCredentials ? "true" : "");
    return all;
  }

  private static void put(Map<String, String> all, String name, String value) {
    if (!value.isEmpty()) {
      all.put(name, value);
    }
  }
}
