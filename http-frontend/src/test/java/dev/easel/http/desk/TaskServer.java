package dev.easel.http.desk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.easel.calculators.http.ImageStore;
import dev.easel.calculators.media.KeptImages;
import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.http.RawClient;
import dev.easel.http.SimulatedServer;
import dev.easel.http.TestServer;
import dev.easel.http.auth.AccessRules;
import dev.easel.http.desk.call.DeskSettings;
import dev.easel.http.form.FormLimits;
import dev.easel.http.hook.WebhookSettings;
import dev.easel.http.media.KeptMedia;
import dev.easel.http.metrics.MetricFamilies;
import dev.easel.http.server.HttpServer;
import dev.easel.http.server.ServerSettings;
import dev.easel.http.store.MemoryImageStore;
import dev.easel.http.store.StoreLimits;
import dev.easel.http.trace.Spans;
import dev.easel.serving.repository.RepositorySettings;
import dev.easel.serving.repository.RepositorySource;
import dev.easel.serving.repository.ServableRepository;
import dev.easel.store.DurableStore;
import dev.easel.store.sqlite.SqliteSettings;
import dev.easel.store.sqlite.SqliteStore;
import dev.easel.task.TaskRunnerSettings;
import dev.easel.task.file.FileShelf;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A real server of simulated models that keeps tasks in a real store, and a client of it. */
public final class TaskServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int RESULT_BYTES = 8 << 20;

  public final DurableStore store;
  public final DeskOffice office;
  public final HttpServer server;
  private final KeptMedia kept;
  private final ServableRepository repository;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private TaskServer(
      DurableStore store,
      DeskOffice office,
      HttpServer server,
      KeptMedia kept,
      ServableRepository repository) {
    this.kept = kept;
    this.store = store;
    this.office = office;
    this.server = server;
    this.repository = repository;
  }

  /** A server whose model {@code sim} takes so long for a step. */
  public static TaskServer open(Path folder, int stepMillis) throws IOException {
    return open(folder, stepMillis, DeskSettings.DEFAULT, Optional.empty());
  }

  /** The same, for those who have a key. */
  public static TaskServer open(Path folder, int stepMillis, AccessRules access)
      throws IOException {
    return open(folder, stepMillis, DeskSettings.DEFAULT, Optional.empty(), access);
  }

  public static TaskServer open(
      Path folder, int stepMillis, DeskSettings settings, Optional<WebhookSettings> webhooks)
      throws IOException {
    return open(folder, stepMillis, settings, webhooks, AccessRules.OPEN);
  }

  private static TaskServer open(
      Path folder,
      int stepMillis,
      DeskSettings settings,
      Optional<WebhookSettings> webhooks,
      AccessRules access)
      throws IOException {
    DurableStore store = SqliteStore.open(SqliteSettings.of(folder.resolve("tasks")));
    return open(folder, stepMillis, settings, webhooks, access, store);
  }

  /** What is usual, with webhooks or without. */
  public static DeskSettings settings(boolean hasWebhooks) {
    DeskSettings standard = DeskSettings.DEFAULT;
    return new DeskSettings(
        standard.patience(),
        standard.keep(),
        standard.tasks(),
        standard.taskBytes(),
        standard.fileBytes(),
        standard.files(),
        hasWebhooks);
  }

  /** A server that takes part in distributed traces, of a model with further options. */
  public static TaskServer open(
      Path folder, String options, Spans spans, Optional<WebhookSettings> webhooks)
      throws IOException {
    DeskSettings settings = settings(webhooks.isPresent());
    DurableStore store = SqliteStore.open(SqliteSettings.of(folder.resolve("tasks")));
    return open(folder, options, settings, webhooks, AccessRules.OPEN, store, spans);
  }

  /** A server that anybody may ask for traces. */
  public static TaskServer tracing(Path folder) throws IOException {
    return open(
        folder, 0, DeskSettings.DEFAULT, Optional.empty(), AccessRules.OPEN.tracingForAll());
  }

  /** A server with a store of one's own, which it closes. */
  public static TaskServer open(Path folder, int stepMillis, DurableStore store)
      throws IOException {
    return open(
        folder, stepMillis, DeskSettings.DEFAULT, Optional.empty(), AccessRules.OPEN, store);
  }

  private static TaskServer open(
      Path folder,
      int stepMillis,
      DeskSettings settings,
      Optional<WebhookSettings> webhooks,
      AccessRules access,
      DurableStore store)
      throws IOException {
    String options = "simulation { step_millis: " + stepMillis + " }";
    return open(folder, options, settings, webhooks, access, store, Spans.NONE);
  }

  private static TaskServer open(
      Path folder,
      String options,
      DeskSettings settings,
      Optional<WebhookSettings> webhooks,
      AccessRules access,
      DurableStore store,
      Spans spans)
      throws IOException {
    Path config = SimulatedServer.write(folder, Map.of("sim", SimulatedServer.simulated(options)));
    MemoryImageStore images = new MemoryImageStore(StoreLimits.DEFAULT);
    KeptMedia kept =
        new KeptMedia(
            Optional.of(new FileShelf(store.records(), store.steadyClock())),
            images,
            access::hidesPicture,
            RESULT_BYTES,
            RESULT_BYTES);
    RepositorySettings standard =
        RepositorySettings.standard(CalculatorRegistry.standard()).withPoll(Duration.ZERO);
    ServableRepository repository =
        ServableRepository.open(
            RepositorySource.configFile(config),
            standard.withGraphs(
                standard
                    .graphs()
                    .withService(ImageStore.SERVICE, (ImageStore) images)
                    .withService(KeptImages.SERVICE, (KeptImages) kept)));
    repository.load();
    repository.awaitFirstLoad();
    ServerSettings server = TestServer.settings().with(access).with(spans);
    DeskOffice office =
        DeskOffice.open(
            store,
            repository,
            Optional.of("sim"),
            settings,
            FormLimits.DEFAULT,
            new TaskRunnerSettings(
                "test", Duration.ofSeconds(30), Duration.ofHours(1), RESULT_BYTES, access),
            webhooks,
            spans,
            server.traces());
    HttpServer opened =
        HttpServer.open(
            server,
            repository,
            images,
            Optional.of(MetricFamilies.ALL),
            () -> 0,
            "1.2.3",
            Optional.of(office.desk()));
    return new TaskServer(store, office, opened, kept, repository);
  }

  public String base() {
    return "http://127.0.0.1:" + server.addresses().get(0).getPort();
  }

  public RawClient connect() throws IOException {
    return new RawClient(server.addresses().get(0));
  }

  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base() + path));
  }

  public HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  public HttpResponse<String> post(String path, String json, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        request(path)
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return send(request.build());
  }

  /** Has a file for batches kept; what the server says of it. */
  public JsonNode upload(String content) throws IOException, InterruptedException {
    return upload(content, "");
  }

  /** The same with parts of a form before it. */
  public JsonNode upload(String content, String more) throws IOException, InterruptedException {
    String body =
        more
            + "--b\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nbatch\r\n"
            + "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"in.jsonl\"\r\n"
            + "Content-Type: application/octet-stream\r\n\r\n"
            + content
            + "\r\n--b--\r\n";
    HttpResponse<String> answer =
        send(
            request("/v1/files")
                .header("content-type", "multipart/form-data; boundary=b")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return json(answer);
  }

  public JsonNode get(String path) throws IOException, InterruptedException {
    return JSON.readTree(send(request(path).build()).body());
  }

  public HttpResponse<String> delete(String path) throws IOException, InterruptedException {
    return send(request(path).DELETE().build());
  }

  /** Submits a task of so many steps. */
  public JsonNode submit(int steps, String more) throws IOException, InterruptedException {
    HttpResponse<String> answer = post("/v1/images/generations/async", request(steps, more));
    if (answer.statusCode() != 202) {
      throw new AssertionError(answer.statusCode() + ": " + answer.body());
    }
    return JSON.readTree(answer.body());
  }

  /** A request for a small picture. */
  public static String request(int steps, String more) {
    return ("{\"model\": \"sim\", \"prompt\": \"a red circle\", \"size\": \"64x64\","
            + " \"num_inference_steps\": %d%s}")
        .formatted(steps, more);
  }

  /** Waits until a task has a status. */
  public JsonNode await(String id, String status) throws IOException, InterruptedException {
    return awaitAt("/v1/images/tasks/" + id, status);
  }

  /** Waits until what is shown at a path has a status. */
  public JsonNode awaitAt(String path, String status) throws IOException, InterruptedException {
    JsonNode seen = get(path);
    while (!seen.path("status").asText().equals(status)) {
      String now = seen.path("status").asText();
      boolean isEnd = now.equals("completed") || now.equals("failed") || now.equals("cancelled");
      if (isEnd || seen.has("error")) {
        throw new AssertionError("not " + status + ": " + seen);
      }
      TimeUnit.MILLISECONDS.sleep(5); // between two requests, not for a result
      seen = get(path);
    }
    return seen;
  }

  /** Waits until a model works. */
  public void awaitRunning(String model) {
    while (repository.find(model).orElseThrow().occupancy().running() == 0) {
      Thread.onSpinWait();
    }
  }

  /** The picture that the same request gives at once. */
  public String picture(int steps, String more) throws IOException, InterruptedException {
    HttpResponse<String> answer = post("/v1/images/generations", request(steps, more));
    return JSON.readTree(answer.body()).at("/data/0/b64_json").asText();
  }

  public static JsonNode json(HttpResponse<String> answer) throws IOException {
    return JSON.readTree(answer.body());
  }

  @Override
  public void close() {
    office.retire();
    server.close();
    office.close();
    kept.close();
    store.close();
    repository.close();
  }
}
