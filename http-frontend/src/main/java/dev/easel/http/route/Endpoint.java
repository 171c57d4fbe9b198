package dev.easel.http.route;

import java.util.List;
import java.util.Optional;

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
  ADAPTER_LOAD("POST", "/v1/load_lora_adapter"),
  ADAPTER_UNLOAD("POST", "/v1/unload_lora_adapter"),
  GRAPHS("GET", "/v1/graphs"),
  TRACES("GET", "/v1/traces"),
  SERVER_METADATA("GET", "/v2"),
  LIVE("GET", "/v2/health/live"),
  READY("GET", "/v2/health/ready"),
  METRICS("GET", "/metrics"),
  OPENAPI("GET", "/openapi.json"),
  PLAYGROUND_PAGE("GET", "/playground"),
  GRAPHS_PAGE("GET", "/graphs"),
  /** What the pages are made of. */
  PAGE_FILE("GET", "/pages/{name}"),
  FILE_LIST("GET", "{api}/files"),
  FILE_UPLOAD("POST", "{api}/files"),
  FILE_CONTENT("GET", "{api}/files/{name}/content"),
  FILE("GET", "{api}/files/{name}"),
  FILE_DELETE("DELETE", "{api}/files/{name}"),
  BATCH_LIST("GET", "{api}/batches"),
  BATCH_CREATE("POST", "{api}/batches"),
  BATCH_CANCEL("POST", "{api}/batches/{name}/cancel"),
  BATCH("GET", "{api}/batches/{name}"),
  TASK_LIST("GET", "{api}/images/tasks"),
  TASK_EVENTS("GET", "{api}/images/tasks/{name}/events"),
  TASK("GET", "{api}/images/tasks/{name}"),
  TASK_CANCEL("DELETE", "{api}/images/tasks/{name}"),
  GENERATIONS_ASYNC("POST", "{api}/images/generations/async"),
  EDITS_ASYNC("POST", "{api}/images/edits/async"),
  VARIATIONS_ASYNC("POST", "{api}/images/variations/async"),
  GENERATIONS("POST", "{api}/images/generations"),
  EDITS("POST", "{api}/images/edits"),
  VARIATIONS("POST", "{api}/images/variations"),
  STORED_IMAGE("GET", "{api}/images/content/{name}"),
  SERVABLE_GENERATIONS_ASYNC("POST", "{api}/{name}/images/generations/async"),
  SERVABLE_EDITS_ASYNC("POST", "{api}/{name}/images/edits/async"),
  SERVABLE_VARIATIONS_ASYNC("POST", "{api}/{name}/images/variations/async"),
  SERVABLE_GENERATIONS("POST", "{api}/{name}/images/generations"),
  SERVABLE_EDITS("POST", "{api}/{name}/images/edits"),
  SERVABLE_VARIATIONS("POST", "{api}/{name}/images/variations"),
  /** As Azure's clients ask; the deployment is a servable. */
  DEPLOYMENT_GENERATIONS("POST", "/openai/deployments/{name}/images/generations"),
  DEPLOYMENT_EDITS("POST", "/openai/deployments/{name}/images/edits"),
  MODEL("GET", "{api}/models/{name}"),
  GRAPH_DRAWING("GET", "/v1/graphs/{name}/drawing"),
  GRAPH("GET", "/v1/graphs/{name}"),
  TRACE("GET", "/v1/traces/{name}"),
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
      case DEPLOYMENT_GENERATIONS, DEPLOYMENT_EDITS -> true;
      default -> false;
    };
  }

  /** Whether it is about what outlives a connection: tasks, files and batches. */
  public boolean isDesk() {
    return switch (this) {
      case GENERATIONS_ASYNC, EDITS_ASYNC, VARIATIONS_ASYNC -> true;
      case SERVABLE_GENERATIONS_ASYNC, SERVABLE_EDITS_ASYNC, SERVABLE_VARIATIONS_ASYNC -> true;
      case TASK_LIST, TASK, TASK_CANCEL, TASK_EVENTS -> true;
      case FILE_LIST, FILE_UPLOAD, FILE, FILE_DELETE, FILE_CONTENT -> true;
      case BATCH_LIST, BATCH_CREATE, BATCH, BATCH_CANCEL -> true;
      default -> false;
    };
  }

  /**
   * The endpoint that runs at once what this one lets wait; empty for all that let nothing wait.
   */
  public Optional<Endpoint> atOnce() {
    return switch (this) {
      case GENERATIONS_ASYNC -> Optional.of(GENERATIONS);
      case EDITS_ASYNC -> Optional.of(EDITS);
      case VARIATIONS_ASYNC -> Optional.of(VARIATIONS);
      case SERVABLE_GENERATIONS_ASYNC -> Optional.of(SERVABLE_GENERATIONS);
      case SERVABLE_EDITS_ASYNC -> Optional.of(SERVABLE_EDITS);
      case SERVABLE_VARIATIONS_ASYNC -> Optional.of(SERVABLE_VARIATIONS);
      default -> Optional.empty();
    };
  }

  /** Whether it runs graphs, at once or later, of which a trace may be asked for. */
  public boolean isTraceable() {
    return isRun() || atOnce().isPresent() || this == BATCH_CREATE;
  }

  /** Whether it is a page for people, or a part of one. */
  public boolean isPage() {
    return this == PLAYGROUND_PAGE || this == GRAPHS_PAGE || this == PAGE_FILE;
  }

  /** Whether it has adapters loaded or dropped, which waits. */
  public boolean isAdapterChange() {
    return this == ADAPTER_LOAD || this == ADAPTER_UNLOAD;
  }

  /** Whether it is one of OpenAI's image endpoints, whose bodies are JSON or forms. */
  public boolean isImages() {
    return (isRun() && this != SERVABLE) || atOnce().isPresent();
  }

  /** Whether it tells of graphs and their runs. */
  public boolean isGraphs() {
    return switch (this) {
      case GRAPHS, GRAPH, GRAPH_DRAWING, TRACES, TRACE -> true;
      default -> false;
    };
  }

  /** Whether its path alone says which servable is meant, whatever the body names. */
  boolean isDeployment() {
    return this == DEPLOYMENT_GENERATIONS || this == DEPLOYMENT_EDITS;
  }

  /** Every method that it answers. */
  List<String> methods() {
    return method.equals("GET") ? List.of("GET", "HEAD") : List.of(method);
  }

  boolean hasMethod(String asked) {
    return method.equals(asked) || (method.equals("GET") && asked.equals("HEAD"));
  }
}
