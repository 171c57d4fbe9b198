package dev.easel.http.desk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.easel.access.Access;
import dev.easel.access.KeyHash;
import dev.easel.access.usage.Meters;
import dev.easel.access.usage.UsageLedger;
import dev.easel.http.auth.AccessRules;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tasks belong to the key that left them, and count towards its group's limits. */
@Timeout(60)
class OwnedTasksTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ASYNC = "/v1/images/generations/async";
  private static final String SMALL =
      "{\"model\": \"sim\", \"prompt\": \"a cup\", \"size\": \"64x64\", \"num_inference_steps\": 2}";

  @TempDir private Path folder;

  private static HttpResponse<String> ask(TaskServer server, String key, String method, String path)
      throws Exception {
    return server.send(
        server
            .request(path)
            .header("authorization", "Bearer " + key)
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build());
  }

  private static String key(String name, String group) {
    return "{\"id\": \"%1$s-key\", \"sha256\": \"%2$s\", \"group\": \"%3$s\"}"
        .formatted(name, KeyHash.of(name).hex(), group);
  }

  @Test
  void othersDoNotSeeThemAndTheirWorkIsCounted() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("access.json"),
            "{\"groups\": [{\"name\": \"g\", \"pixel_steps_per_day\": 8192},"
                + " {\"name\": \"none\", \"images\": false}], \"keys\": [%s, %s, %s]}"
                    .formatted(key("anna", "g"), key("bert", "g"), key("carl", "none")));
    UsageLedger ledger = UsageLedger.inMemory(InstantSource.system());
    try (Access access =
            Access.file(file, Optional.empty(), InstantSource.system(), Duration.ZERO);
        TaskServer server =
            TaskServer.open(
                folder,
                0,
                new AccessRules(access, Optional.of(new Meters(ledger)), false, false))) {
      assertThat(server.post(ASYNC, SMALL).statusCode()).isEqualTo(401);
      assertThat(server.post(ASYNC, SMALL, "authorization", "Bearer carl").body())
          .contains("Images API is not supported for this platform");
      HttpResponse<String> accepted = server.post(ASYNC, SMALL, "authorization", "Bearer anna");
      assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
      String task = "/v1/images/tasks/" + JSON.readTree(accepted.body()).path("id").asText();
      JsonNode seen = JSON.readTree(ask(server, "anna", "GET", task).body());
      while (!seen.path("status").asText().equals("completed")) {
        assertThat(seen.path("status").asText()).isIn("queued", "running");
        seen = JSON.readTree(ask(server, "anna", "GET", task).body());
      }
      assertThat(ask(server, "bert", "GET", task).statusCode()).isEqualTo(404);
      assertThat(ask(server, "bert", "DELETE", task).statusCode()).isEqualTo(404);
      assertThat(ledger.pixelStepsToday("g")).isEqualTo(64 * 64 * 2);
      HttpResponse<String> more = server.post(ASYNC, SMALL, "authorization", "Bearer bert");
      assertThat(more.statusCode()).as("the group's budget is used up").isEqualTo(429);
      assertThat(more.body()).contains("pixel_steps_per_day");
    }
  }

  private static JsonNode seen(TaskServer server, String key, String path, String status)
      throws Exception {
    JsonNode seen = JSON.readTree(ask(server, key, "GET", path).body());
    while (!seen.path("status").asText().equals(status)) {
      assertThat(seen.path("status").asText()).isNotIn("failed", "cancelled", "expired", "");
      TimeUnit.MILLISECONDS.sleep(5); // between two requests, not for a result
      seen = JSON.readTree(ask(server, key, "GET", path).body());
    }
    return seen;
  }

  private Path limited() throws Exception {
    return Files.writeString(
        folder.resolve("access.json"),
        "{\"groups\": [{\"name\": \"g\", \"pixels_per_minute\": 4096}], \"keys\": [%s]}"
            .formatted(key("anna", "g")));
  }

  @Test
  void theirPixelsCountInTheMinute() throws Exception {
    AtomicLong nanos = new AtomicLong();
    UsageLedger ledger = UsageLedger.inMemory(InstantSource.system());
    Meters meters = new Meters(ledger, nanos::get);
    try (Access access =
            Access.file(limited(), Optional.empty(), InstantSource.system(), Duration.ZERO);
        TaskServer server =
            TaskServer.open(
                folder, 0, new AccessRules(access, Optional.of(meters), false, false))) {
      String[] anna = {"authorization", "Bearer anna"};
      HttpResponse<String> accepted = server.post(ASYNC, SMALL, anna);
      assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
      String id = TaskServer.json(accepted).path("id").asText();
      seen(server, "anna", "/v1/images/tasks/" + id, "completed");
      for (String path : List.of(ASYNC, "/v1/images/generations")) {
        HttpResponse<String> more = server.post(path, SMALL, anna);
        assertThat(more.statusCode()).as(path).isEqualTo(429);
        assertThat(more.body()).contains("pixels_per_minute of 4096");
        assertThat(more.headers().firstValue("x-ratelimit-remaining-pixels")).contains("0");
      }
      nanos.addAndGet(Duration.ofMinutes(1).toNanos());
      assertThat(server.post("/v1/images/generations", SMALL, anna).statusCode()).isEqualTo(200);
      assertThat(server.post(ASYNC, SMALL, anna).statusCode()).isEqualTo(429);
    }
  }

  @Test
  void theLinesOfABatchWaitForTheMinute() throws Exception {
    AtomicLong nanos = new AtomicLong();
    UsageLedger ledger = UsageLedger.inMemory(InstantSource.system());
    Meters meters = new Meters(ledger, nanos::get);
    try (Access access =
            Access.file(limited(), Optional.empty(), InstantSource.system(), Duration.ZERO);
        TaskServer server =
            TaskServer.open(
                folder, 0, new AccessRules(access, Optional.of(meters), false, false))) {
      String[] anna = {"authorization", "Bearer anna"};
      String batch = "/v1/batches/" + batch(server, 18);
      JsonNode seen = seen(server, "anna", batch, "in_progress");
      while (seen.at("/request_counts/completed").asInt() < 1) {
        seen = seen(server, "anna", batch, "in_progress");
      }
      assertThat(server.post("/v1/images/generations", SMALL, anna).statusCode()).isEqualTo(429);
      assertThat(seen(server, "anna", batch, "in_progress").at("/request_counts/completed").asInt())
          .as("at most those that were under way when the first was counted")
          .isLessThanOrEqualTo(16);
      JsonNode done = seen;
      while (!done.path("status").asText().equals("completed")) {
        nanos.addAndGet(Duration.ofMinutes(20).toNanos());
        done = JSON.readTree(ask(server, "anna", "GET", batch).body());
      }
      assertThat(done.at("/request_counts/completed").asInt()).isEqualTo(18);
      assertThat(done.at("/request_counts/failed").asInt()).isZero();
      assertThat(ledger.pixelStepsToday("g")).isEqualTo(18 * 64 * 64 * 2);
    }
  }

  private static String batch(TaskServer server, int lines) throws Exception {
    StringBuilder file = new StringBuilder();
    for (int i = 0; i < lines; i++) {
      file.append(
          "{\"custom_id\": \"%d\", \"method\": \"POST\", \"url\": \"/v1/images/generations\", \"body\": %s}\n"
              .formatted(i, SMALL));
    }
    String form =
        "--b\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nbatch\r\n"
            + "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"in.jsonl\"\r\n\r\n"
            + file
            + "\r\n--b--\r\n";
    HttpResponse<String> uploaded =
        server.send(
            server
                .request("/v1/files")
                .header("authorization", "Bearer anna")
                .header("content-type", "multipart/form-data; boundary=b")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build());
    assertThat(uploaded.statusCode()).as(uploaded.body()).isEqualTo(200);
    HttpResponse<String> created =
        server.post(
            "/v1/batches",
            ("{\"input_file_id\": \"%s\", \"endpoint\": \"/v1/images/generations\","
                    + " \"completion_window\": \"24h\"}")
                .formatted(TaskServer.json(uploaded).path("id").asText()),
            "authorization",
            "Bearer anna");
    assertThat(created.statusCode()).as(created.body()).isEqualTo(200);
    return TaskServer.json(created).path("id").asText();
  }
}
