package dev.easel.http.trace.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.http.SimulatedServer;
import dev.easel.http.trace.AnswerSummary;
import dev.easel.http.trace.RequestSpan;
import dev.easel.http.trace.Spans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a collector is sent of requests. */
@Timeout(60)
class RequestSpanTest {
  private static final String PATH = "/v3/images/generations";
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String PARENT = "b7ad6b7169203331";
  private static final String SECRET = "a secret";
  private static final String FEW = ", \"num_inference_steps\": 2";

  @TempDir private Path folder;
  private Collector collector;
  private Spans spans;
  private SimulatedServer server;

  @BeforeEach
  void open() throws Exception {
    collector = Collector.open();
    open(collector.environment(), "");
  }

  private void open(Map<String, String> environment, String options) throws Exception {
    spans = SpanExport.of(environment, "1.2.3");
    server =
        SimulatedServer.open(
            folder,
            Map.of("sim", SimulatedServer.simulated(options)),
            settings -> settings.with(spans));
  }

  private void reopen(Map<String, String> more, String options) throws Exception {
    shut();
    Map<String, String> environment = new HashMap<>(collector.environment());
    environment.putAll(more);
    open(environment, options);
  }

  private void shut() {
    server.close();
    spans.close();
  }

  @AfterEach
  void close() {
    shut();
    collector.close();
  }

  private static String body(String more) {
    return "{\"model\": \"sim\", \"prompt\": \"" + SECRET + "\", \"size\": \"64x64\"" + more + "}";
  }

  private HttpResponse<String> traced(String flags, String body) throws Exception {
    HttpRequest request =
        server
            .http
            .request(PATH)
            .header("content-type", "application/json")
            .header("traceparent", "00-" + TRACE + "-" + PARENT + "-" + flags)
            .header("tracestate", "vendor=1")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return server.http.send(request);
  }

  private static Map<String, String> of(Span span) {
    return Collector.texts(span.getAttributesList());
  }

  private void assertNested(Span request) throws Exception {
    List<Span> nodes =
        collector.awaitBelow(
            request,
            "ImageRequestCalculator",
            "ImageGenerateCalculator",
            "ImageResponseCalculator");
    for (Span node : nodes) {
      assertThat(node.getTraceId()).isEqualTo(request.getTraceId());
      assertThat(node.getStartTimeUnixNano())
          .isBetween(request.getStartTimeUnixNano(), node.getEndTimeUnixNano());
      assertThat(node.getEndTimeUnixNano()).isLessThanOrEqualTo(request.getEndTimeUnixNano());
      assertThat(Long.parseLong(of(node).get("easel.calls"))).isPositive();
    }
    for (Span.Event event : request.getEventsList()) {
      assertThat(event.getTimeUnixNano())
          .isBetween(request.getStartTimeUnixNano(), request.getEndTimeUnixNano());
    }
    assertThat(request.getEventsList())
        .extracting(event -> Collector.texts(event.getAttributesList()).get("easel.stage"))
        .contains("queue", "text", "denoise", "decode", "encode");
  }

  @Test
  void aRequestIsAChildOfItsClientsSpanAndTheParentOfItsNodes() throws Exception {
    String fields =
        ", \"num_inference_steps\": 3, \"rng_seed\": 7, \"n\": 2, \"guidance_scale\": 1.5";
    HttpResponse<String> answer = traced("01", body(fields));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    Span request = collector.awaitServer("POST " + PATH);
    assertThat(Collector.hex(request.getTraceId())).isEqualTo(TRACE);
    assertThat(Collector.hex(request.getParentSpanId())).isEqualTo(PARENT);
    assertThat(request.getTraceState()).isEqualTo("vendor=1");
    assertThat(of(request))
        .containsEntry("http.request.method", "POST")
        .containsEntry("http.route", PATH)
        .containsEntry("url.path", PATH)
        .containsEntry("url.scheme", "http")
        .containsEntry("server.address", "127.0.0.1")
        .containsEntry("server.port", String.valueOf(server.http.address().getPort()))
        .containsEntry("http.response.status_code", "200")
        .containsEntry("gen_ai.operation.name", "generate_content")
        .containsEntry("gen_ai.output.type", "image")
        .containsEntry("gen_ai.provider.name", "easel")
        .containsEntry("gen_ai.request.model", "sim")
        .containsEntry("gen_ai.request.seed", "7")
        .containsEntry("gen_ai.request.choice.count", "2")
        .containsEntry("easel.servable", "sim")
        .containsEntry("easel.size", "64x64")
        .containsEntry("easel.steps", "3")
        .containsEntry("easel.guidance_scale", "1.5")
        .doesNotContainKey("error.type");
    assertThat(request.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_UNSET);
    assertNested(request);
    assertThat(collector.spans().toString()).doesNotContain(SECRET);
    assertThat(collector.resources().get(0))
        .containsEntry("service.name", "easel")
        .containsEntry("service.version", "1.2.3");
    assertThat(collector.requests())
        .allMatch(each -> each.startsWith("/v1/traces application/x-protobuf"));
  }

  @Test
  void aStreamedAnswersSpanLastsAsLongAsTheStream() throws Exception {
    String fields = ", \"stream\": true, \"partial_images\": 2, \"num_inference_steps\": 4";
    try (InputStream events = server.http.stream(PATH, body(fields)).body()) {
      assertThat(new String(events.readAllBytes(), StandardCharsets.UTF_8)).contains("completed");
    }
    Span request = collector.awaitServer("POST " + PATH);
    assertThat(request.getParentSpanId().isEmpty()).isTrue();
    assertThat(of(request)).containsEntry("http.response.status_code", "200");
    assertNested(request);
  }

  @Test
  void aClientsMistakeIsNamedAndIsNoErrorOfTheServer() throws Exception {
    assertThat(traced("01", body(", \"n\": \"many\"")).statusCode()).isEqualTo(400);
    Span request = collector.awaitServer("POST " + PATH);
    assertThat(of(request))
        .containsEntry("http.response.status_code", "400")
        .containsKey("error.type")
        .doesNotContainKey("gen_ai.request.choice.count");
    assertThat(request.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_UNSET);
    assertThat(server.http.get("/nowhere/" + SECRET.replace(' ', '_')).statusCode()).isEqualTo(404);
    assertThat(of(collector.awaitServer("GET"))).doesNotContainKey("http.route");
    assertThat(server.http.get("/v2/models/sim/ready").statusCode()).isEqualTo(200);
    collector.awaitServer("GET /v2/models/{name}/ready");
  }

  @Test
  void aNodeThatFailsSaysSoInItsSpan() throws Exception {
    reopen(Map.of(), "simulation { fail_at_step: 1 }");
    assertThat(traced("01", body(FEW)).statusCode()).isEqualTo(500);
    Span request = collector.awaitServer("POST " + PATH);
    assertThat(request.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
    Span node = node(request, "ImageGenerateCalculator");
    assertThat(node.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
    assertThat(of(node)).containsKey("error.type");
    Span.Event event = node.getEvents(0);
    assertThat(event.getName()).isEqualTo("exception");
    assertThat(event.getTimeUnixNano())
        .isBetween(node.getStartTimeUnixNano(), node.getEndTimeUnixNano());
    assertThat(Collector.texts(event.getAttributesList()))
        .containsEntry("easel.node", node.getName())
        .containsKeys("exception.type", "exception.message")
        .doesNotContainKey("exception.stacktrace");
    assertThat(node(request, "ImageRequestCalculator").getEventsList()).isEmpty();
  }

  private Span node(Span request, String calculator) throws Exception {
    return collector.awaitBelow(request, calculator).stream()
        .filter(span -> calculator.equals(of(span).get("easel.calculator")))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aNodeThatRefusesIsNoneThatFailsAndNothingOfTheRequestIsRepeated() throws Exception {
    String secret = "9999x" + SECRET.hashCode();
    HttpResponse<String> answer = traced("01", body("").replace("64x64", secret));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    Span node = node(collector.awaitServer("POST " + PATH), "ImageRequestCalculator");
    assertThat(node.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_UNSET);
    assertThat(of(node)).containsEntry("error.type", "INVALID_ARGUMENT");
    assertThat(Collector.texts(node.getEvents(0).getAttributesList()))
        .containsEntry("easel.node", node.getName())
        .doesNotContainKey("exception.message");
  }

  @Test
  void aClientThatLeavesIsAnErrorAndTheSpanEndsWithTheRun() throws Exception {
    reopen(Map.of(), "simulation { step_millis: 50 }");
    String fields = ", \"stream\": true, \"partial_images\": 3, \"num_inference_steps\": 100";
    try (InputStream events = server.http.stream(PATH, body(fields)).body()) {
      assertThat(events.read()).isPositive();
    }
    Span request = collector.awaitServer("POST " + PATH);
    assertThat(of(request)).containsEntry("error.type", "client_left");
    assertThat(request.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
    node(request, "ImageGenerateCalculator");
  }

  @Test
  void whatItsClientDoesNotSampleIsNotSent() throws Exception {
    assertThat(traced("00", body(FEW)).statusCode()).isEqualTo(200);
    assertThat(server.http.get("/v2/health/live").statusCode()).isEqualTo(200);
    collector.awaitServer("GET /v2/health/live");
    shut();
    assertThat(collector.spans()).extracting(Span::getName).containsExactly("GET /v2/health/live");
    open(collector.environment(), "");
  }

  @Test
  void theVariablesOfOpenTelemetryCount() throws Exception {
    reopen(
        Map.of(
            "OTEL_SERVICE_NAME", "pictures",
            "OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=test",
            "OTEL_EXPORTER_OTLP_HEADERS", "x-tenant=blue"),
        "");
    server.http.get("/v2/health/live");
    collector.awaitServer("GET /v2/health/live");
    assertThat(collector.resources().get(0))
        .containsEntry("service.name", "pictures")
        .containsEntry("deployment.environment.name", "test");
    assertThat(collector.requests().get(0)).endsWith(" blue");
    reopen(Map.of("OTEL_TRACES_SAMPLER", "always_off"), "");
    int before = collector.spans().size();
    assertThat(traced("01", body(FEW)).statusCode()).isEqualTo(200);
    shut();
    assertThat(collector.spans()).hasSize(before);
    open(collector.environment(), "");
  }

  @Test
  void aCollectorThatIsGoneCostsRequestsNothing() throws Exception {
    shut();
    Map<String, String> environment = collector.environment();
    collector.close();
    open(environment, "");
    for (int i = 0; i < 20; i++) {
      assertThat(traced("01", body(FEW)).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void anAnswerThatIsKeptIsGivenAgainAndItsSpanHasNoNodes() throws Exception {
    reopen(Map.of(), "cache { max_mib: 1 }");
    String body = body(", \"rng_seed\": 7, \"num_inference_steps\": 2");
    assertThat(traced("01", body).headers().firstValue("x-easel-cache")).hasValue("miss");
    Span first = collector.awaitServer("POST " + PATH);
    HttpResponse<String> again = server.http.post(PATH, body);
    assertThat(again.headers().firstValue("x-easel-cache")).hasValue("hit");
    Span second =
        collector.await(
            span ->
                span.getName().equals(first.getName())
                    && !span.getSpanId().equals(first.getSpanId()));
    shut();
    assertThat(collector.below(first)).isNotEmpty();
    assertThat(collector.below(second)).isEmpty();
    open(collector.environment(), "");
  }

  @Test
  void aSpanEndsOnceWhicheverOfAnswerAndRunEndsLater() throws Exception {
    int count = 5000;
    reopen(Map.of("OTEL_BSP_MAX_QUEUE_SIZE", "10000"), "");
    AnswerSummary answer = new AnswerSummary(200, 0, "", "", "");
    CyclicBarrier both = new CyclicBarrier(2);
    List<RequestSpan> begun = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      begun.add(spans.begin("GET", () -> "/raced", "/raced", Map.of()));
      begun.get(i).beginRun();
    }
    CompletableFuture<Void> runs =
        CompletableFuture.runAsync(() -> begun.forEach(each -> meet(both, each::endRun)));
    begun.forEach(each -> meet(both, () -> each.answered(answer)));
    runs.join();
    collector.awaitAll(count);
    shut();
    assertThat(collector.spans())
        .filteredOn(span -> span.getName().equals("GET /raced"))
        .hasSize(count);
    open(collector.environment(), "");
  }

  private static void meet(CyclicBarrier both, Runnable then) {
    try {
      both.await();
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new AssertionError(e);
    }
    then.run();
  }
}
