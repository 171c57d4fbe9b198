package dev.easel.http.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.calculators.http.HttpResponsePayload;
import dev.easel.calculators.http.RequestException;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.http.GivenServable;
import dev.easel.http.TestServer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sends requests to a real server and compares what it counted. */
@Timeout(60)
class CountedRequestsTest {
  private static final String IMAGES = "/v3/images/generations";

  private static final GivenServable STREAMS =
      GivenServable.of(
          "streams",
          (payload, listener) -> {
            for (String piece : List.of("data: 1\n\n", "data: 2\n\n", "data: 3\n\n")) {
              HttpResponsePayload whole = HttpResponsePayload.text(200, "text/event-stream", piece);
              listener.onResponse(
                  new HttpResponsePayload(200, whole.headers(), whole.body(), true));
            }
            listener.onEnd(Optional.empty());
            return GivenServable.ENDED;
          });

  private static final GivenServable FAILS =
      GivenServable.of(
          "fails",
          (payload, listener) -> {
            RequestException mistake = RequestException.invalid("size", "too odd");
            StatusException failure =
                new StatusException(
                    StatusCode.INVALID_ARGUMENT, "the graph failed", null, List.of(mistake));
            listener.onEnd(Optional.of(failure));
            return GivenServable.ENDED;
          });

  private static String body(String model) {
    return "{\"model\": \"" + model + "\"}";
  }

  private static Map<String, String> scraped(TestServer server) throws Exception {
    Map<String, String> values = new TreeMap<>();
    for (String line : server.get("/metrics").body().lines().toList()) {
      if (!line.startsWith("#")) {
        int space = line.lastIndexOf(' ');
        values.put(line.substring(0, space), line.substring(space + 1).replaceFirst("\\.0$", ""));
      }
    }
    return values;
  }

  private static String run(String family, String method, String name) {
    return "%s{api=\"V3\",interface=\"REST\",method=\"%s\",name=\"%s\"}"
        .formatted(family, method, name);
  }

  private static String error(String reason, int status) {
    return "easel_http_errors{reason=\"%s\",status=\"%d\"}".formatted(reason, status);
  }

  @Test
  void showsWhatWasSent() throws Exception {
    try (TestServer server =
        TestServer.counting(
            GivenServable.echo("echo"), STREAMS, FAILS, GivenServable.failed("broken", "why"))) {
      for (int i = 0; i < 5; i++) {
        assertThat(server.post(IMAGES, body("echo")).statusCode()).isEqualTo(200);
      }
      for (int i = 0; i < 3; i++) {
        assertThat(server.post(IMAGES, body("streams")).body()).contains("data: 3");
      }
      for (int i = 0; i < 2; i++) {
        assertThat(server.post(IMAGES, body("fails")).statusCode()).isEqualTo(400);
      }
      assertThat(server.post(IMAGES, body("broken")).statusCode()).isEqualTo(503);
      assertThat(server.post(IMAGES, body("nobody")).statusCode()).isEqualTo(404);
      assertThat(server.post(IMAGES, "{oops").statusCode()).isEqualTo(400);
      assertThat(server.get("/nowhere").statusCode()).isEqualTo(404);
      assertThat(server.get(IMAGES).statusCode()).isEqualTo(405);
      assertThat(server.get("/v2/models/echo/ready").statusCode()).isEqualTo(200);
      assertThat(server.get("/v2/models/echo").statusCode()).isEqualTo(200);
      assertThat(server.get("/v2/models/echo/versions/1").statusCode()).isEqualTo(200);
      assertThat(server.get("/v2/models/broken/ready").statusCode()).isEqualTo(404);
      assertThat(server.get("/v2/models/nobody/ready").statusCode()).isEqualTo(404);
      assertThat(server.get("/v3/models/nobody").statusCode()).isEqualTo(404);

      Map<String, String> values = scraped(server);
      assertThat(values)
          .containsEntry(run("ovms_requests_accepted", "Unary", "echo"), "5")
          .containsEntry(run("ovms_responses", "Unary", "echo"), "5")
          .containsEntry(run("ovms_requests_accepted", "Stream", "streams"), "3")
          .containsEntry(run("ovms_responses", "Stream", "streams"), "9")
          .containsEntry(run("ovms_requests_accepted", "Unary", "fails"), "2")
          .containsEntry(run("ovms_graph_error", "Unary", "fails"), "2")
          .containsEntry(run("ovms_requests_rejected", "Unary", "broken"), "1")
          .doesNotContainKey(run("ovms_graph_error", "Unary", "echo"))
          .doesNotContainKey(run("ovms_responses", "Unary", "fails"));
      assertThat(values)
          .containsEntry("ovms_current_graphs{name=\"echo\"}", "0")
          .containsEntry("ovms_current_graphs{name=\"broken\"}", "0")
          .containsEntry("ovms_graph_processing_time_us_count{method=\"Unary\",name=\"echo\"}", "5")
          .containsEntry(
              "ovms_graph_processing_time_us_count{method=\"Stream\",name=\"streams\"}", "3")
          .containsEntry(
              "ovms_graph_processing_time_us_bucket{method=\"Unary\",name=\"echo\",le=\"+Inf\"}",
              "5")
          .containsEntry(kserve("ovms_requests_success", "ModelReady", "echo"), "1")
          .containsEntry(kserve("ovms_requests_success", "ModelMetadata", "echo"), "2")
          .containsEntry(kserve("ovms_requests_fail", "ModelReady", "broken"), "1");
      assertThat(values)
          .containsEntry(error("model_not_found", 404), "4")
          .containsEntry(error("unknown_url", 404), "1")
          .containsEntry(error("method_not_allowed", 405), "1")
          .containsEntry(error("invalid_value", 400), "2")
          .containsEntry("easel_http_answers{status=\"200\"}", "11")
          .containsEntry("easel_servable_state{name=\"echo\",state=\"AVAILABLE\"}", "1")
          .containsEntry("easel_servable_state{name=\"broken\",state=\"LOADING\"}", "1")
          .containsEntry("easel_queue_length{queue=\"http_work\"}", "0")
          .containsEntry("easel_waiting_requests{name=\"echo\"}", "0");
      assertThat(values.keySet()).noneMatch(key -> key.contains("nobody"));
      assertThat(
              values.keySet().stream()
                  .filter(key -> key.contains("_bucket{") && key.contains("\"echo\"")))
          .hasSize(34);
    }
  }

  private static String kserve(String family, String method, String name) {
    return "%s{api=\"KServe\",interface=\"REST\",method=\"%s\",name=\"%s\"}"
        .formatted(family, method, name);
  }
}
