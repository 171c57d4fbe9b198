package dev.easel.http.route;

import java.util.List;

/**
 * Everything a server answers.
 *
 * <p>{@code {name}} stands for the rest of the path, slashes included, up to what the pattern names
 * after it. Of several that fit a path, the first counts.
 */
public enum Endpoint {
  MODELS("GET", "{api}/models"),
  CONFIG("GET", "/v1/config"),
  CONFIG_RELOAD("POST", "/v1/config/reload"),
  SERVER_METADATA("GET", "/v2"),
  LIVE("GET", "/v2/health/live"),
  READY("GET", "/v2/health/ready"),
  METRICS("GET", "/metrics"),
  OPENAPI("GET", "/openapi.json"),
  GENERATIONS("POST", "{api}/images/generations"),
  EDITS("POST", "{api}/images/edits"),
  VARIATIONS("POST", "{api}/images/variations"),
  STORED_IMAGE("GET", "{api}/images/content/{name}"),
  SERVABLE_GENERATIONS("POST", "{api}/{name}/images/generations"),
  SERVABLE_EDITS("POST", "{api}/{name}/images/edits"),
  SERVABLE_VARIATIONS("POST", "{api}/{name}/images/variations"),
  MODEL("GET", "{api}/models/{name}"),
  MODEL_READY("GET", "/v2/models/{name}/ready"),
  INFER("POST", "/v2/models/{name}/infer"),
  MODEL_METADATA("GET", "/v2/models/{name}"),
  SERVABLE("POST", "{api}/{name}");

  private final String method;
  private final String pattern;

  Endpoint(String method, String pattern) {
    this.method = method;
    this.pattern = pattern;
  }

  /** The one method it answers; {@code HEAD} goes with {@code GET}. */
  public String method() {
    return method;
  }

  /**
   * The path, in which {@code {api}} is any of {@link RouteTable#PREFIXES} and {@code {name}} the
   * captured name.
   */
  public String pattern() {
    return pattern;
  }

  /** Whether a request to it runs a graph. */
  public boolean isRun() {
    return switch (this) {
      case GENERATIONS, EDITS, VARIATIONS, SERVABLE -> true;
      case SERVABLE_GENERATIONS, SERVABLE_EDITS, SERVABLE_VARIATIONS -> true;
      default -> false;
    };
  }

  /** Whether it is one of OpenAI's image endpoints, whose bodies are JSON or forms. */
  public boolean isImages() {
    return isRun() && this != SERVABLE;
  }

  /** Every method that it answers. */
  List<String> methods() {
    return method.equals("GET") ? List.of("GET", "HEAD") : List.of(method);
  }

  boolean hasMethod(String asked) {
    return methods().contains(asked);
  }
}
