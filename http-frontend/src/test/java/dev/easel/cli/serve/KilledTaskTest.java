package dev.easel.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.easel.cli.Program;
import dev.easel.http.SimulatedServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server that is killed in the middle of tasks, as {@code kill -9} does it. */
@Timeout(240)
class KilledTaskTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private String base = "";

  private Program start(int stepMillis, String... flags) throws Exception {
    Path config =
        SimulatedServer.write(
            folder,
            Map.of(
                "sim",
                SimulatedServer.simulated("simulation { step_millis: " + stepMillis + " }")));
    int port = Program.freePort();
    base = "http://127.0.0.1:" + port;
    List<String> all =
        new ArrayList<>(
            List.of(
                "--config_path",
                config.toString(),
                "--task_store",
                folder.resolve("tasks").toString()));
    all.addAll(List.of(flags));
    Program program = Program.server(folder, Map.of(), port, all.toArray(String[]::new));
    program.await(out -> out.contains("Easel is ready"));
    return program;
  }

  private JsonNode ask(String path) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(base + path)).build();
    return JSON.readTree(client.send(request, HttpResponse.BodyHandlers.ofString()).body());
  }

  private JsonNode post(String path, int steps, String more) throws Exception {
    String body =
        ("{\"model\": \"sim\", \"prompt\": \"a red circle\", \"size\": \"64x64\","
                + " \"num_inference_steps\": %d%s}")
            .formatted(steps, more);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + path))
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return JSON.readTree(client.send(request, HttpResponse.BodyHandlers.ofString()).body());
  }

  private JsonNode await(String id, String status) throws Exception {
    JsonNode task = ask("/v1/images/tasks/" + id);
    while (!task.path("status").asText().equals(status)) {
      assertThat(task.path("status").asText()).isIn("queued", "running");
      TimeUnit.MILLISECONDS.sleep(10); // between two requests, not for a result
      task = ask("/v1/images/tasks/" + id);
    }
    return task;
  }

  @Test
  void losesNoTaskAndMakesThePictureOfItsSeed() throws Exception {
    List<String> ids = new ArrayList<>();
    try (Program program = start(20)) {
      ids.add(post("/v1/images/generations/async", 1, "").path("id").asText());
      await(ids.get(0), "completed");
      for (int i = 0; i < 4; i++) {
        ids.add(post("/v1/images/generations/async", 50, "").path("id").asText());
      }
      // One is done, one is in the middle of its steps, the others wait.
      JsonNode running = await(ids.get(1), "running");
      while (running.at("/progress/step").asInt() < 3) {
        running = ask("/v1/images/tasks/" + ids.get(1));
      }
      program.kill();
    }
    try (Program program = start(1)) {
      for (String id : ids) {
        JsonNode done = await(id, "completed");
        JsonNode picture = done.at("/result/data/0");
        int steps = id.equals(ids.get(0)) ? 1 : 50;
        JsonNode again =
            post("/v1/images/generations", steps, ", \"rng_seed\": " + picture.path("seed"));
        assertThat(picture.path("b64_json")).isEqualTo(again.at("/data/0/b64_json"));
      }
      assertThat(ask("/v1/images/tasks").path("data")).hasSize(ids.size());
      assertThat(program.end()).isZero();
    }
  }

  @Test
  void remembersATaskFromItsAcceptanceAndGivesUpOneThatLostTwoServers() throws Exception {
    String first;
    String second;
    try (Program program = start(100)) {
      first = post("/v1/images/generations/async", 100, "").path("id").asText();
      await(first, "running");
      second = post("/v1/images/generations/async", 1, "").path("id").asText();
      program.kill();
    }
    try (Program program = start(100)) {
      await(first, "running");
      program.kill();
    }
    try (Program program = start(1)) {
      JsonNode lost = await(first, "failed");
      assertThat(lost.at("/error/code").asText()).isEqualTo("task_lost");
      assertThat(await(second, "completed").at("/result/data/0/b64_json").asText()).isNotEmpty();
      assertThat(program.end()).isZero();
    }
  }

  @Test
  void tellsAWebhookThatNobodyHeardBefore() throws Exception {
    Path secret =
        Files.writeString(
            folder.resolve("secret"),
            "whsec_" + Base64.getEncoder().encodeToString(new byte[32]) + "\n");
    String[] flags = {"--webhook_secret_file", secret.toString(), "--webhook_private_addresses"};
    int target = Program.freePort();
    String id;
    try (Program program = start(1, flags)) {
      String hook = ", \"webhook_url\": \"http://127.0.0.1:%d/hook\"".formatted(target);
      id = post("/v1/images/generations/async", 1, hook).path("id").asText();
      await(id, "completed");
      program.kill();
    }
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    HttpServer hook =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), target), 0);
    hook.createContext(
        "/hook",
        exchange -> {
          heard.add(exchange.getRequestHeaders().getFirst("webhook-id"));
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    hook.start();
    try (Program program = start(1, flags)) {
      assertThat(heard.take()).isEqualTo("msg_" + id);
      assertThat(program.end()).isZero();
    } finally {
      hook.stop(0);
    }
  }

  @Test
  void goesOnWithABatchAndAnswersEachLineOnce() throws Exception {
    String batch;
    try (Program program = start(5)) {
      StringBuilder file = new StringBuilder();
      for (int i = 0; i < 20; i++) {
        file.append(
            ("{\"custom_id\": \"line-%d\", \"method\": \"POST\","
                    + " \"url\": \"/v1/images/generations\", \"body\": {\"model\": \"sim\","
                    + " \"prompt\": \"x\", \"size\": \"64x64\", \"num_inference_steps\": 10}}\n")
                .formatted(i));
      }
      String id = upload(file.toString()).path("id").asText();
      String order =
          ("{\"input_file_id\": \"%s\", \"endpoint\": \"/v1/images/generations\","
                  + " \"completion_window\": \"24h\"}")
              .formatted(id);
      batch = send("/v1/batches", "application/json", order).path("id").asText();
      while (ask("/v1/batches/" + batch).at("/request_counts/completed").asInt() < 3) {
        TimeUnit.MILLISECONDS.sleep(10); // between two requests, not for a result
      }
      program.kill();
    }
    try (Program program = start(1)) {
      JsonNode seen = ask("/v1/batches/" + batch);
      while (!seen.path("status").asText().equals("completed")) {
        assertThat(seen.path("status").asText()).isEqualTo("in_progress");
        TimeUnit.MILLISECONDS.sleep(10); // between two requests, not for a result
        seen = ask("/v1/batches/" + batch);
      }
      assertThat(seen.at("/request_counts/completed").asInt()).isEqualTo(20);
      HttpRequest content =
          HttpRequest.newBuilder(
                  URI.create(
                      base + "/v1/files/" + seen.path("output_file_id").asText() + "/content"))
              .build();
      List<String> lines =
          client.send(content, HttpResponse.BodyHandlers.ofString()).body().lines().toList();
      List<String> ids = new ArrayList<>();
      for (String line : lines) {
        ids.add(JSON.readTree(line).path("custom_id").asText());
      }
      assertThat(ids).hasSize(20).doesNotHaveDuplicates();
      assertThat(program.end()).isZero();
    }
  }

  private JsonNode upload(String content) throws Exception {
    String body =
        "--b\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nbatch\r\n"
            + "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"in.jsonl\"\r\n\r\n"
            + content
            + "\r\n--b--\r\n";
    return send("/v1/files", "multipart/form-data; boundary=b", body);
  }

  private JsonNode send(String path, String type, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + path))
            .header("content-type", type)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return JSON.readTree(client.send(request, HttpResponse.BodyHandlers.ofString()).body());
  }
}
