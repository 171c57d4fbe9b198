package dev.easel.http.desk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.easel.store.DurableStore;
import dev.easel.store.sqlite.SqliteSettings;
import dev.easel.store.sqlite.SqliteStore;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files and batches over a real socket. */
@Timeout(120)
class BatchTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  private static String line(String id, int steps, String more) {
    return "{\"custom_id\": \"%s\", \"method\": \"POST\", \"url\": \"/v1/images/generations\", \"body\": %s}\n"
        .formatted(id, TaskServer.request(steps, more));
  }

  private static JsonNode create(TaskServer server, String file) throws Exception {
    HttpResponse<String> answer =
        server.post(
            "/v1/batches",
            ("{\"input_file_id\": \"%s\", \"endpoint\": \"/v1/images/generations\","
                    + " \"completion_window\": \"24h\", \"metadata\": {\"a\": \"b\"}}")
                .formatted(file));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return TaskServer.json(answer);
  }

  private static String content(TaskServer server, String file) throws Exception {
    return server.send(server.request("/v1/files/" + file + "/content").build()).body();
  }

  private static Map<String, JsonNode> lines(TaskServer server, String file) throws Exception {
    Map<String, JsonNode> lines = new TreeMap<>();
    for (String line : content(server, file).lines().toList()) {
      JsonNode node = JSON.readTree(line);
      assertThat(lines.put(node.path("custom_id").asText(), node)).isNull();
    }
    return lines;
  }

  @Test
  void keepsFilesUntilTheyAreDeleted() throws Exception {
    try (TaskServer server = TaskServer.open(folder, 1)) {
      String large = "x".repeat(3 << 20) + "\n";
      JsonNode first = server.upload("one\n");
      JsonNode second = server.upload(large);
      assertThat(second.path("object").asText()).isEqualTo("file");
      assertThat(second.path("bytes").asInt()).isEqualTo(large.length());
      assertThat(second.path("filename").asText()).isEqualTo("in.jsonl");
      assertThat(content(server, second.path("id").asText())).isEqualTo(large);
      assertThat(server.get("/v1/files").path("data")).hasSize(2);
      assertThat(server.get("/v1/files/" + first.path("id").asText())).isEqualTo(first);
      String path = "/v1/files/" + first.path("id").asText();
      assertThat(TaskServer.json(server.delete(path)).path("deleted").asBoolean()).isTrue();
      assertThat(server.delete(path).statusCode()).isEqualTo(404);
      assertThat(server.get("/v1/files").path("data")).hasSize(1);
    }
  }

  @Test
  void answersEachLineAndTellsWhatIsWrongWithOthers() throws Exception {
    try (TaskServer server = TaskServer.open(folder, 1)) {
      StringBuilder file = new StringBuilder();
      for (int i = 0; i < 5; i++) {
        file.append(line("good-" + i, 1 + i, i == 3 ? ", \"rng_seed\": 77" : ""));
      }
      file.append("\n").append(line("bad", 0, ""));
      JsonNode batch = create(server, server.upload(file.toString()).path("id").asText());
      assertThat(batch.path("id").asText()).startsWith("batch_");
      assertThat(batch.path("status").asText()).isEqualTo("validating");
      String path = "/v1/batches/" + batch.path("id").asText();
      JsonNode done = server.awaitAt(path, "completed");
      assertThat(done.at("/request_counts/total").asInt()).isEqualTo(6);
      assertThat(done.at("/request_counts/completed").asInt()).isEqualTo(5);
      assertThat(done.at("/request_counts/failed").asInt()).isEqualTo(1);
      assertThat(done.at("/metadata/a").asText()).isEqualTo("b");
      Map<String, JsonNode> answers = lines(server, done.path("output_file_id").asText());
      assertThat(answers.keySet())
          .containsExactly("good-0", "good-1", "good-2", "good-3", "good-4");
      for (JsonNode answer : answers.values()) {
        assertThat(answer.at("/response/status_code").asInt()).isEqualTo(200);
      }
      assertThat(
              Optional.ofNullable(answers.get("good-3"))
                  .orElseThrow()
                  .at("/response/body/data/0/b64_json")
                  .asText())
          .isEqualTo(server.picture(4, ", \"rng_seed\": 77"));
      JsonNode error =
          Optional.ofNullable(lines(server, done.path("error_file_id").asText()).get("bad"))
              .orElseThrow();
      assertThat(error.at("/response/status_code").asInt()).isEqualTo(400);
      assertThat(error.at("/response/body/error/param").asText()).isEqualTo("num_inference_steps");
      assertThat(server.get("/v1/batches").path("data")).hasSize(1);
      assertThat(server.get("/v1/images/tasks").path("data")).isEmpty();
    }
  }

  /** What metrics tell stands still for some seconds. */
  private static void awaitMetrics(TaskServer server, String... lines) throws Exception {
    String shown = "";
    while (!List.of(lines).stream().allMatch((shown + "\n")::contains)) {
      TimeUnit.MILLISECONDS.sleep(20); // between two requests, not for a result
      shown = server.send(server.request("/metrics").build()).body();
    }
  }

  @Test
  void metricsTellHowTasksAndBatchesStand() throws Exception {
    try (TaskServer server = TaskServer.open(folder, 2000)) {
      String running = server.submit(50, "").path("id").asText();
      server.submit(50, "");
      server.submit(50, "");
      create(server, server.upload(line("a", 1, "") + line("b", 1, "")).path("id").asText());
      server.await(running, "running");
      awaitMetrics(
          server,
          "easel_tasks{state=\"running\"} 1.0\n",
          "easel_tasks{state=\"queued\"} 2.0\n",
          "easel_tasks_waiting{kind=\"task\",name=\"sim\"} 2.0\n",
          "easel_tasks_waiting{kind=\"batch\",name=\"sim\"} 2.0\n",
          "easel_batches{state=\"running\"} 1.0\n",
          "easel_tasks_dead 0.0\n",
          "easel_webhooks{state=\"pending\"} 0.0\n");
      String shown = server.send(server.request("/metrics").build()).body();
      assertThat(shown).doesNotContain("easel_tasks_oldest_wait_seconds 0.0\n");
      server.delete("/v1/images/tasks/" + running);
      awaitMetrics(server, "easel_tasks{state=\"cancelled\"} 1.0\n");
    }
  }

  /**
   * A store whose machine's clock is set some hours ahead, and for which some hours have passed.
   */
  private DurableStore ahead(AtomicLong set, AtomicLong passed) {
    SqliteSettings standard = SqliteSettings.of(folder.resolve("tasks"));
    return SqliteStore.open(
        new SqliteSettings(
            standard.folder(),
            standard.limits(),
            standard.mostBytes(),
            standard.reserveBytes(),
            () -> Instant.now().plus(Duration.ofHours(set.get())),
            () -> System.nanoTime() + Duration.ofHours(passed.get()).toNanos()));
  }

  @Test
  void tellsOfEachRequestThatADayWasTooShortFor() throws Exception {
    AtomicLong hours = new AtomicLong();
    try (TaskServer server = TaskServer.open(folder, 10, ahead(new AtomicLong(), hours))) {
      StringBuilder file = new StringBuilder(line("first", 1, ""));
      for (int i = 0; i < 20; i++) {
        file.append(line("long-" + i, 50, ""));
      }
      JsonNode batch = create(server, server.upload(file.toString()).path("id").asText());
      String path = "/v1/batches/" + batch.path("id").asText();
      while (server.get(path).at("/request_counts/completed").asInt() == 0) {
        TimeUnit.MILLISECONDS.sleep(5); // between two requests, not for a result
      }
      hours.set(25);
      JsonNode over = server.awaitAt(path, "expired");
      assertThat(over.at("/request_counts/total").asInt()).isEqualTo(21);
      int completed = over.at("/request_counts/completed").asInt();
      assertThat(over.at("/request_counts/failed").asInt()).isEqualTo(21 - completed);
      assertThat(lines(server, over.path("output_file_id").asText())).containsKey("first");
      Map<String, JsonNode> errors = lines(server, over.path("error_file_id").asText());
      assertThat(errors).hasSize(21 - completed).containsKey("long-19");
      for (JsonNode error : errors.values()) {
        assertThat(error.at("/error/code").asText()).isEqualTo("batch_expired");
        assertThat(error.path("response").isNull()).isTrue();
      }
    }
  }

  @Test
  void isNotOverBecauseTheClockIsSet() throws Exception {
    AtomicLong hours = new AtomicLong();
    try (TaskServer server = TaskServer.open(folder, 10, ahead(hours, new AtomicLong()))) {
      String ends =
          "--b\r\nContent-Disposition: form-data; name=\"expires_after[seconds]\"\r\n\r\n3600\r\n";
      JsonNode kept = server.upload("kept", ends);
      for (int jump : new int[] {0, 100, -100}) {
        hours.set(-jump);
        StringBuilder file = new StringBuilder();
        for (int i = 0; i < 4; i++) {
          file.append(line("line-" + i, 10, ""));
        }
        JsonNode batch = create(server, server.upload(file.toString()).path("id").asText());
        String path = "/v1/batches/" + batch.path("id").asText();
        while (server.get(path).at("/request_counts/completed").asInt() == 0) {
          TimeUnit.MILLISECONDS.sleep(5); // between two requests, not for a result
        }
        hours.set(jump);
        JsonNode done = server.awaitAt(path, "completed");
        assertThat(done.at("/request_counts/completed").asInt()).isEqualTo(4);
      }
      assertThat(content(server, kept.path("id").asText())).isEqualTo("kept");
    }
  }

  @Test
  void refusesAFileWhoseLinesAreNoRequests() throws Exception {
    try (TaskServer server = TaskServer.open(folder, 1)) {
      String file =
          line("a", 1, "")
              + line("a", 1, "")
              + "{\n"
              + line("b", 1, "").replace("generations", "edits");
      JsonNode batch = create(server, server.upload(file).path("id").asText());
      JsonNode failed = server.get("/v1/batches/" + batch.path("id").asText());
      while (!failed.path("status").asText().equals("failed")) {
        failed = server.get("/v1/batches/" + batch.path("id").asText());
      }
      List<String> codes = new ArrayList<>();
      failed
          .at("/errors/data")
          .forEach(it -> codes.add(it.path("line") + it.path("code").asText()));
      assertThat(codes)
          .containsExactly("2duplicate_custom_id", "3invalid_json_line", "4mismatched_url");
      assertThat(server.post("/v1/batches", "{\"input_file_id\": \"file-none\"}").statusCode())
          .isEqualTo(400);
    }
  }

  @Test
  void cancelsAndKeepsWhatIsDone() throws Exception {
    try (TaskServer server = TaskServer.open(folder, 5)) {
      StringBuilder file = new StringBuilder();
      for (int i = 0; i < 40; i++) {
        file.append(line("line-" + i, i < 2 ? 1 : 100, ""));
      }
      String id =
          create(server, server.upload(file.toString()).path("id").asText()).path("id").asText();
      String path = "/v1/batches/" + id;
      while (server.get(path).at("/request_counts/completed").asInt() < 2) {
        Thread.onSpinWait();
      }
      assertThat(TaskServer.json(server.post(path + "/cancel", "")).path("status").asText())
          .isIn("cancelling", "cancelled");
      JsonNode cancelled = server.get(path);
      while (!cancelled.path("status").asText().equals("cancelled")) {
        cancelled = server.get(path);
      }
      assertThat(lines(server, cancelled.path("output_file_id").asText()).size())
          .isEqualTo(cancelled.at("/request_counts/completed").asInt())
          .isBetween(2, 39);
      // Nothing of it runs any more.
      server.await(server.submit(1, "").path("id").asText(), "completed");
    }
  }

  @Test
  void letsRequestsPassAndGoesOnAfterARestart() throws Exception {
    String id;
    try (TaskServer server = TaskServer.open(folder, 10)) {
      StringBuilder file = new StringBuilder();
      for (int i = 0; i < 30; i++) {
        file.append(line("line-" + i, 10, ""));
      }
      id = create(server, server.upload(file.toString()).path("id").asText()).path("id").asText();
      while (server.get("/v1/batches/" + id).at("/request_counts/completed").asInt() < 3) {
        Thread.onSpinWait();
      }
      String task = server.submit(1, "").path("id").asText();
      server.await(task, "completed");
      assertThat(server.get("/v1/batches/" + id).at("/request_counts/completed").asInt())
          .isLessThan(29);
    }
    try (TaskServer server = TaskServer.open(folder, 1)) {
      JsonNode done = server.awaitAt("/v1/batches/" + id, "completed");
      assertThat(done.at("/request_counts/completed").asInt()).isEqualTo(30);
      assertThat(lines(server, done.path("output_file_id").asText())).hasSize(30);
    }
  }
}
