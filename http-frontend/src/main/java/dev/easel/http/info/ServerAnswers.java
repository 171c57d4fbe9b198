package dev.easel.http.info;

import dev.easel.calculators.http.EntityTag;
import dev.easel.calculators.http.HttpResponsePayload;
import dev.easel.calculators.http.ImageStore;
import dev.easel.calculators.http.StoredImage;
import dev.easel.http.error.ErrorAnswer;
import dev.easel.http.error.Refusal;
import dev.easel.http.route.Match;
import dev.easel.http.trace.TraceShelf;
import dev.easel.serving.Servables;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Every answer that needs no graph.
 *
 * <p><b>Threads</b>: any thread may call any method; a reload waits until it is over.
 */
public final class ServerAnswers {

  private final ModelsAnswer models;
  private final ConfigAnswer config;
  private final GraphsAnswer graphs;
  private final TracesAnswer traces;
  private final AdapterAnswer adapters;
  private final HealthAnswer health;
  private final KserveAnswer kserve;
  private final OpenApiAnswer openApi = new OpenApiAnswer();
  private final Optional<Supplier<HttpResponsePayload>> metrics;
  private final ImageStore images;

  /**
   * The answers of a server.
   *
   * @param isEnding whether the server is to end
   * @param version the product's version
   * @param metrics writes the metrics; empty when they are off
   * @param images the images that answers name by URL
   * @param traces the traces that requests asked for
   */
  public ServerAnswers(
      Servables servables,
      Readiness readiness,
      BooleanSupplier isEnding,
      String version,
      Optional<Supplier<HttpResponsePayload>> metrics,
      ImageStore images,
      TraceShelf traces) {
    JsonAnswer json = new JsonAnswer();
    this.models = new ModelsAnswer(servables, json);
    this.config = new ConfigAnswer(servables, json);
    this.graphs = new GraphsAnswer(servables, json);
    this.traces = new TracesAnswer(traces, json);
    this.adapters = new AdapterAnswer(servables);
    this.health = new HealthAnswer(servables, readiness, isEnding, json);
    this.kserve = new KserveAnswer(servables, version, json);
    this.metrics = metrics;
    this.images = images;
  }

  /**
   * The answer to a request, but for kept pictures.
   *
   * <p><b>Failure</b>: {@link Refusal} for every answer that is an error object.
   *
   * @param found an endpoint that runs no graph and shows no picture and no page
   * @param query the request's query
   * @param isKnown whether the caller has the server's key
   */
  public HttpResponsePayload answer(Match.Found found, String query, boolean isKnown) {
    return switch (found.endpoint()) {
      case MODELS -> models.list();
      case MODEL -> models.one(found.name());
      case CONFIG -> config.states(isKnown, isVerbose(query));
      case CONFIG_RELOAD -> config.reload();
      case GRAPHS -> graphs.all();
      case GRAPH -> graphs.one(found.name());
      case GRAPH_DRAWING -> graphs.drawing(found.name());
      case TRACES -> traces.all();
      case TRACE -> traces.one(found.name());
      case ADAPTER_LOAD, ADAPTER_UNLOAD ->
          throw new IllegalArgumentException("it is asked with a body");
      case SERVER_METADATA -> kserve.server();
      case LIVE -> JsonAnswer.empty(200);
      case READY -> isVerbose(query) ? health.verbose(isKnown) : health.ready();
      case MODEL_READY -> kserve.ready(found.name());
      case MODEL_METADATA -> kserve.metadata(found.name());
      case INFER -> throw noTensors();
      case METRICS -> metrics.orElseThrow(ServerAnswers::noMetrics).get();
      case OPENAPI -> openApi.answer();
      case STORED_IMAGE -> throw new IllegalArgumentException("its answer comes later");
      case PLAYGROUND_PAGE, GRAPHS_PAGE, PAGE_FILE ->
          throw new IllegalArgumentException("it is a page");
      case GENERATIONS, EDITS, VARIATIONS, SERVABLE -> throw runs(found);
      case SERVABLE_GENERATIONS, SERVABLE_EDITS, SERVABLE_VARIATIONS -> throw runs(found);
      case GENERATIONS_ASYNC, EDITS_ASYNC, VARIATIONS_ASYNC -> throw noTasks();
      case SERVABLE_GENERATIONS_ASYNC, SERVABLE_EDITS_ASYNC, SERVABLE_VARIATIONS_ASYNC ->
          throw noTasks();
      case TASK_LIST, TASK, TASK_CANCEL -> throw noTasks();
      case TASK_EVENTS, FILE_LIST, FILE_UPLOAD, FILE, FILE_DELETE, FILE_CONTENT -> throw noTasks();
      case BATCH_LIST, BATCH_CREATE, BATCH, BATCH_CANCEL -> throw noTasks();
      case DEPLOYMENT_GENERATIONS, DEPLOYMENT_EDITS -> throw runs(found);
    };
  }

  /**
   * Has adapters loaded or dropped, and waits until they are.
   *
   * <p><b>Failure</b>: as {@link #answer}, and what the servables say.
   */
  public HttpResponsePayload changeAdapters(Match.Found found, ByteBuffer body) {
    return adapters.answer(found.endpoint(), body);
  }

  /** The servable that a question of KServe's API names, a version after it or not. */
  public Optional<String> asked(String name) {
    return kserve.asked(name);
  }

  private static IllegalArgumentException runs(Match.Found found) {
    return new IllegalArgumentException(found.endpoint() + " runs a graph");
  }

  private static boolean isVerbose(String query) {
    List<String> parameters = Arrays.asList(query.split("&", -1));
    return parameters.contains("verbose")
        || parameters.contains("verbose=true")
        || parameters.contains("verbose=1");
  }

  private static Refusal noTasks() {
    return new Refusal(
        ErrorAnswer.of(
            501,
            "This server keeps no tasks, files or batches: its operator starts it with"
                + " --task_store and a folder or a redis:// address.",
            "tasks_off"));
  }

  private static Refusal noTensors() {
    return new Refusal(
        ErrorAnswer.of(
            501,
            "Graphs take requests and not tensors: send them to POST /v3/images/generations,"
                + " /v3/images/edits or /v3/<servable>."));
  }

  private static Refusal noMetrics() {
    return new Refusal(
        ErrorAnswer.of(404, "Metrics are not found here: start the server with --metrics_enable."));
  }

  /**
   * The answer to a request for a kept picture, or that the client has it already. It is there when
   * the store has answered.
   *
   * <p><b>Failure</b>: the stage fails with a {@link Refusal} for every answer that is an error
   * object, or as the store does.
   *
   * @param known what the client says in {@code If-None-Match}
   */
  public CompletionStage<HttpResponsePayload> image(String key, Optional<String> known) {
    return images.find(key).thenApply(found -> image(key, known, found));
  }

  /** The same for a picture that is somebody else's: as if it were not there. */
  public CompletionStage<HttpResponsePayload> noImage() {
    return CompletableFuture.failedFuture(gone());
  }

  private static HttpResponsePayload image(
      String key, Optional<String> known, Optional<StoredImage> found) {
    if (found.isEmpty()) {
      throw gone();
    }
    // What stands under a key never changes, so the key is its tag.
    EntityTag tag = EntityTag.of(key);
    Map<String, String> headers =
        Map.of(
            "content-type",
            found.get().contentType(),
            "cache-control",
            "private, max-age=3600, immutable",
            "etag",
            tag.text(),
            "x-content-type-options",
            "nosniff");
    return tag.isIn(known)
        ? new HttpResponsePayload(304, headers, List.of(), false)
        : new HttpResponsePayload(200, headers, found.get().content(), false);
  }

  private static Refusal gone() {
    return new Refusal(
        ErrorAnswer.of(404, "This picture was not found; pictures are kept for a limited time."));
  }
}
