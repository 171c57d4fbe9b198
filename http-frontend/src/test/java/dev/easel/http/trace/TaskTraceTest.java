package dev.easel.http.trace;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.easel.http.desk.TaskServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The traces of runs that nobody waits for. */
@Timeout(60)
class TaskTraceTest {
  private static final String PATH = "/v1/images/generations/async";
  private static final String HEADER = "x-easel-trace";

  @TempDir private Path folder;

  private static void assertTrace(JsonNode trace, String request) {
    assertThat(trace.path("otherData").path("request").asText()).isEqualTo(request);
    assertThat(trace.path("otherData").path("servable").asText()).isEqualTo("sim");
    assertThat(trace.path("traceEvents").findValuesAsText("name"))
        .contains("ImageRequestCalculator", "ImageGenerateCalculator", "ImageResponseCalculator");
  }

  @Test
  void theAnswerToATaskNamesTheTraceThatItsRunWillHave() throws Exception {
    try (TaskServer server = TaskServer.tracing(folder)) {
      HttpResponse<String> answer = server.post(PATH, TaskServer.request(2, ""), HEADER, "1");
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
      String name = answer.headers().firstValue(HEADER).orElseThrow();
      String task = TaskServer.json(answer).path("id").asText();
      server.await(task, "completed");
      assertTrace(server.get("/v1/traces/" + name), task);
    }
  }

  @Test
  void aTaskThatIsSentAgainUnderItsKeyNamesTheSameTrace() throws Exception {
    try (TaskServer server = TaskServer.tracing(folder)) {
      String[] headers = {HEADER, "1", "idempotency-key", "one"};
      HttpResponse<String> first = server.post(PATH, TaskServer.request(2, ""), headers);
      HttpResponse<String> again = server.post(PATH, TaskServer.request(2, ""), headers);
      assertThat(again.headers().firstValue("idempotent-replayed")).hasValue("true");
      assertThat(again.headers().firstValue(HEADER)).isEqualTo(first.headers().firstValue(HEADER));
    }
  }

  @Test
  void noClientGivesATraceItsName() throws Exception {
    try (TaskServer server = TaskServer.tracing(folder)) {
      HttpResponse<String> answer =
          server.post(PATH, TaskServer.request(2, ""), HEADER, "trace_mine");
      assertThat(answer.headers().firstValue(HEADER).orElseThrow())
          .startsWith("trace_")
          .isNotEqualTo("trace_mine");
    }
  }

  @Test
  void withoutTheHeaderThereIsNone() throws Exception {
    try (TaskServer server = TaskServer.tracing(folder)) {
      HttpResponse<String> answer = server.post(PATH, TaskServer.request(2, ""));
      assertThat(answer.headers().firstValue(HEADER)).isEmpty();
      server.await(TaskServer.json(answer).path("id").asText(), "completed");
      assertThat(server.get("/v1/traces").path("data")).isEmpty();
    }
  }

  @Test
  void eachLineOfABatchHasATraceUnderItsTasksName() throws Exception {
    try (TaskServer server = TaskServer.tracing(folder)) {
      String file = server.upload(line("a") + line("b")).path("id").asText();
      String order =
          "{\"input_file_id\": \"%s\", \"endpoint\": \"/v1/images/generations\",".formatted(file)
              + " \"completion_window\": \"24h\"}";
      JsonNode batch = TaskServer.json(server.post("/v1/batches", order, HEADER, "1"));
      server.awaitAt("/v1/batches/" + batch.path("id").asText(), "completed");
      JsonNode all = server.get("/v1/traces").path("data");
      assertThat(all.findValuesAsText("id")).hasSize(2).doesNotHaveDuplicates();
      assertThat(all.findValuesAsText("request")).doesNotHaveDuplicates();
      for (JsonNode each : all) {
        assertTrace(
            server.get("/v1/traces/" + each.path("id").asText()), each.path("request").asText());
      }
    }
  }

  private static String line(String id) {
    return "{\"custom_id\": \"%s\", \"method\": \"POST\",".formatted(id)
        + " \"url\": \"/v1/images/generations\", \"body\": "
        + TaskServer.request(2, "")
        + "}\n";
  }

  @Test
  void whereNobodyMayAskTasksAndBatchesAreRefused() throws Exception {
    try (TaskServer server = TaskServer.open(folder, 0)) {
      for (String path : List.of(PATH, "/v1/batches")) {
        HttpResponse<String> refused = server.post(path, TaskServer.request(2, ""), HEADER, "1");
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("--trace_requests", "traces_off");
      }
    }
  }
}
