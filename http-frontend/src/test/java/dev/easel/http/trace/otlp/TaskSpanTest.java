package dev.easel.http.trace.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.easel.http.desk.TaskServer;
import dev.easel.http.hook.WebhookSecret;
import dev.easel.http.hook.WebhookSettings;
import dev.easel.http.outgoing.AddressRules;
import dev.easel.http.trace.Spans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a collector is sent of the runs of stored tasks and of batches. */
@Timeout(60)
class TaskSpanTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String PARENT = "00-" + TRACE + "-b7ad6b7169203331-01";
  private static final String SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

  @TempDir private Path folder;
  private Collector collector;
  private Spans spans;

  @BeforeEach
  void open() throws Exception {
    collector = Collector.open();
    spans = SpanExport.of(collector.environment(), "1.2.3");
  }

  @AfterEach
  void close() {
    spans.close();
    collector.close();
  }

  private TaskServer server(String options, Optional<WebhookSettings> webhooks) throws Exception {
    return TaskServer.open(folder, options, spans, webhooks);
  }

  private static String submit(TaskServer server, String more) throws Exception {
    HttpResponse<String> answer =
        server.post(
            "/v1/images/generations/async", TaskServer.request(2, more), "traceparent", PARENT);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    return TaskServer.json(answer).path("id").asText();
  }

  private static Map<String, String> of(Span span) {
    return Collector.texts(span.getAttributesList());
  }

  private Span awaitTask(String id) throws InterruptedException {
    return collector.await(span -> id.equals(of(span).get("easel.task")));
  }

  private void assertLinked(Span task, Span asking) {
    assertThat(task.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_CONSUMER);
    assertThat(task.getParentSpanId().isEmpty()).isTrue();
    assertThat(task.getTraceId()).isNotEqualTo(asking.getTraceId());
    assertThat(task.getLinksList())
        .singleElement()
        .satisfies(
            link -> {
              assertThat(link.getTraceId()).isEqualTo(asking.getTraceId());
              assertThat(link.getSpanId()).isEqualTo(asking.getSpanId());
            });
  }

  @Test
  void aTasksRunIsATraceOfItsOwnThatNamesTheRequestThatStoredIt() throws Exception {
    try (TaskServer server = server("", Optional.empty())) {
      String id = submit(server, "");
      server.await(id, "completed");
      Span task = awaitTask(id);
      Span asking = collector.awaitServer("POST /v1/images/generations/async");
      assertThat(Collector.hex(asking.getTraceId())).isEqualTo(TRACE);
      assertLinked(task, asking);
      assertThat(task.getName()).isEqualTo("task /v1/images/generations");
      assertThat(of(task))
          .containsEntry("easel.servable", "sim")
          .containsEntry("gen_ai.operation.name", "generate_content")
          .containsEntry("gen_ai.request.model", "sim")
          .containsEntry("easel.steps", "2")
          .doesNotContainKeys("error.type", "http.response.status_code");
      assertThat(collector.awaitBelow(task, "ImageRequestCalculator", "ImageGenerateCalculator"))
          .allSatisfy(node -> assertThat(node.getTraceId()).isEqualTo(task.getTraceId()));
      assertThat(task.getEventsList())
          .extracting(event -> Collector.texts(event.getAttributesList()).get("easel.stage"))
          .contains("queue", "denoise");
    }
  }

  @Test
  void aTaskThatFailsSaysWhichNode() throws Exception {
    try (TaskServer server = server("simulation { fail_at_step: 1 }", Optional.empty())) {
      String id = submit(server, "");
      server.await(id, "failed");
      Span task = awaitTask(id);
      assertThat(task.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
      assertThat(of(task)).containsKey("error.type");
      assertThat(collector.awaitBelow(task, "ImageGenerateCalculator"))
          .filteredOn(span -> span.getStatus().getCode() == Status.StatusCode.STATUS_CODE_ERROR)
          .singleElement()
          .satisfies(
              node ->
                  assertThat(of(node))
                      .containsEntry("easel.calculator", "ImageGenerateCalculator"));
    }
  }

  @Test
  void theLinesOfABatchAreLinkedToTheRequestForTheBatch() throws Exception {
    try (TaskServer server = server("", Optional.empty())) {
      String file = upload(server);
      HttpResponse<String> answer =
          server.post(
              "/v1/batches",
              "{\"input_file_id\": \"%s\", \"endpoint\": \"/v1/images/generations\","
                      .formatted(file)
                  + " \"completion_window\": \"24h\"}",
              "traceparent",
              PARENT);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      JsonNode batch = TaskServer.json(answer);
      server.awaitAt("/v1/batches/" + batch.path("id").asText(), "completed");
      Span line = collector.await(span -> span.getKind() == Span.SpanKind.SPAN_KIND_CONSUMER);
      assertLinked(line, collector.awaitServer("POST /v1/batches"));
      collector.awaitBelow(line, "ImageGenerateCalculator");
    }
  }

  private static String upload(TaskServer server) throws Exception {
    String line =
        "{\"custom_id\": \"a\", \"method\": \"POST\", \"url\": \"/v1/images/generations\","
            + " \"body\": "
            + TaskServer.request(2, "")
            + "}\n";
    return server.upload(line).path("id").asText();
  }

  @Test
  void aWebhookIsAPartOfTheTraceOfTheRequestThatAskedForIt() throws Exception {
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    HttpServer target =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    target.createContext(
        "/hook",
        exchange -> {
          heard.add(exchange.getRequestHeaders().getFirst("traceparent"));
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    target.start();
    WebhookSettings webhooks =
        new WebhookSettings(
            WebhookSecret.parse(SECRET),
            new AddressRules(true),
            Duration.ofSeconds(5),
            List.of(),
            Optional.empty());
    try (TaskServer server = server("", Optional.of(webhooks))) {
      int port = target.getAddress().getPort();
      submit(server, ", \"webhook_url\": \"http://127.0.0.1:" + port + "/hook\"");
      Span asking = collector.awaitServer("POST /v1/images/generations/async");
      assertThat(heard.take())
          .isEqualTo("00-" + TRACE + "-" + Collector.hex(asking.getSpanId()) + "-01");
    } finally {
      target.stop(0);
    }
  }
}
