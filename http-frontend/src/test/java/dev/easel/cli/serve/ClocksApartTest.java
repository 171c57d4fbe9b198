package dev.easel.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.easel.cli.Program;
import dev.easel.cli.SetClock;
import dev.easel.http.SimulatedServer;
import dev.easel.http.desk.TaskServer;
import dev.easel.store.redis.RedisServer;
import dev.easel.store.redis.RedisSettings;
import dev.easel.store.redis.RedisStore;
import dev.easel.store.task.StoredTask;
import dev.easel.store.task.TaskLimits;
import dev.easel.store.task.TaskState;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two servers with one Redis, one of whose clocks is two days ahead. */
@Timeout(240)
class ClocksApartTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int TASKS = 6;

  @TempDir private Path folder;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** What it takes may not wait, nor be kept, for as long as its clock is wrong. */
  private Program start(Map<String, String> clock, Path config, String redis, int port)
      throws Exception {
    return Program.server(
        folder,
        clock,
        port,
        "--config_path",
        config.toString(),
        "--task_store",
        redis,
        "--task_wait_seconds",
        "300",
        "--task_keep_seconds",
        "300");
  }

  private JsonNode ask(int port, String path, String json) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .header("content-type", "application/json");
    if (!json.isEmpty()) {
      request.POST(HttpRequest.BodyPublishers.ofString(json));
    }
    return JSON.readTree(client.send(request.build(), HttpResponse.BodyHandlers.ofString()).body());
  }

  private JsonNode ended(int port, String path) throws Exception {
    JsonNode seen = ask(port, path, "");
    while (!seen.path("status").asText().equals("completed")) {
      assertThat(seen.path("status").asText())
          .as(seen.toString())
          .isIn("queued", "running", "validating", "in_progress", "finalizing", "");
      TimeUnit.MILLISECONDS.sleep(20); // between two requests, not for a result
      seen = ask(port, path, "");
    }
    return seen;
  }

  private static String request(int index) {
    return ("{\"model\": \"sim\", \"prompt\": \"a cat\", \"size\": \"64x64\","
            + " \"num_inference_steps\": 15, \"rng_seed\": %d}")
        .formatted(index);
  }

  /** Sent again, as a client does it, where a busy machine's Redis has not answered in time. */
  private String submitted(int port, int index) throws Exception {
    while (true) {
      HttpRequest request =
          HttpRequest.newBuilder(
                  URI.create("http://127.0.0.1:" + port + "/v1/images/generations/async"))
              .header("content-type", "application/json")
              .header("idempotency-key", "order-" + index)
              .POST(HttpRequest.BodyPublishers.ofString(request(index)))
              .build();
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() == 202) {
        return JSON.readTree(answer.body()).path("id").asText();
      }
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
    }
  }

  private String batch(int port) throws Exception {
    String lines = "";
    for (int i = 0; i < 2; i++) {
      lines +=
          "{\"custom_id\": \"%d\", \"method\": \"POST\", \"url\": \"/v1/images/generations\", \"body\": %s}\n"
              .formatted(i, request(i));
    }
    String form =
        "--b\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nbatch\r\n"
            + "--b\r\nContent-Disposition: form-data; name=\"expires_after[seconds]\"\r\n\r\n300\r\n"
            + "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"in\"\r\n\r\n"
            + lines
            + "\r\n--b--\r\n";
    HttpRequest upload =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/files"))
            .header("content-type", "multipart/form-data; boundary=b")
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build();
    String file =
        JSON.readTree(client.send(upload, HttpResponse.BodyHandlers.ofString()).body())
            .path("id")
            .asText();
    return ask(
            port,
            "/v1/batches",
            "{\"input_file_id\": \"%s\", \"endpoint\": \"/v1/images/generations\", \"completion_window\": \"24h\"}"
                .formatted(file))
        .path("id")
        .asText();
  }

  private static RedisSettings patient(String uri) {
    return new RedisSettings(uri, "easel", TaskLimits.DEFAULT, Duration.ofSeconds(30));
  }

  @Test
  void takeEachTaskOnceAndEndNothingEarly() throws Exception {
    SetClock clock = SetClock.in(folder);
    int other = Program.freePort();
    Path config =
        SimulatedServer.write(
            folder, Map.of("sim", SimulatedServer.simulated("simulation { step_millis: 50 }")));
    try (RedisServer redis = RedisServer.start(folder);
        Program wrong = start(clock.wrongBy("+2d"), config, redis.uri(), other);
        TaskServer right =
            TaskServer.open(folder.resolve("right"), 50, RedisStore.open(patient(redis.uri())))) {
      wrong.await(out -> out.contains("Easel is ready"));
      int one = right.server.addresses().get(0).getPort();
      List<String> ids = new ArrayList<>();
      for (int i = 0; i < TASKS; i++) {
        ids.add(submitted(i % 2 == 0 ? one : other, i));
      }
      // Each server sees and sweeps what the other does.
      for (int i = 0; i < TASKS; i++) {
        JsonNode done = ended(i % 2 == 0 ? other : one, "/v1/images/tasks/" + ids.get(i));
        assertThat(done.at("/result/data/0/seed").asInt()).isEqualTo(i);
        StoredTask task = right.store.tasks().find(ids.get(i)).orElseThrow();
        assertThat(task.state()).isEqualTo(TaskState.COMPLETED);
        assertThat(task.takers()).as("taken once").isEqualTo(1);
        Instant expires = Instant.ofEpochMilli(task.times().expiresMillis());
        Duration most = i % 2 == 0 ? Duration.ofDays(1) : Duration.ofMinutes(5);
        assertThat(expires).isBetween(Instant.now(), Instant.now().plus(most));
        assertThat(done.path("expires_at").asLong()).isEqualTo(expires.getEpochSecond());
      }
      for (String each : List.of(batch(one), batch(other))) {
        assertThat(ended(one, "/v1/batches/" + each).at("/request_counts/completed").asInt())
            .isEqualTo(2);
      }
      JsonNode listed = ask(one, "/v1/images/tasks?limit=" + TASKS, "");
      List<String> oldestFirst = new ArrayList<>();
      listed.path("data").forEach(task -> oldestFirst.add(0, task.path("id").asText()));
      assertThat(oldestFirst).isEqualTo(ids);
    }
  }
}
