package dev.easel.http.desk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.easel.http.GivenServable;
import dev.easel.http.RawClient;
import dev.easel.http.TestServer;
import dev.easel.http.desk.call.DeskSettings;
import java.awt.image.BufferedImage;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tasks over a real socket, from a real store, on a model that computes nothing. */
@Timeout(120)
class ImageTaskTest {
  private static final String TASKS = "/v1/images/tasks/";

  @TempDir private Path folder;

  @Test
  void acceptsARequestAndKeepsItsPicture() throws Exception {
    try (TaskServer server = TaskServer.open(folder, 1)) {
      HttpResponse<String> accepted =
          server.post("/v3/images/generations/async", TaskServer.request(3, ""));
      assertThat(accepted.statusCode()).isEqualTo(202);
      JsonNode task = TaskServer.json(accepted);
      String id = task.path("id").asText();
      assertThat(id).startsWith("imgtask_");
      assertThat(task.path("object").asText()).isEqualTo("image.task");
      assertThat(task.path("status").asText()).isEqualTo("queued");
      assertThat(task.path("model").asText()).isEqualTo("sim");
      assertThat(accepted.headers().firstValue("location")).contains("/v3/images/tasks/" + id);
      assertThat(accepted.headers().firstValue("cache-control")).contains("no-store");
      assertThat(accepted.headers().firstValue("retry-after")).isPresent();

      JsonNode done = server.await(id, "completed");
      String seed = done.at("/result/data/0/seed").asText();
      assertThat(done.at("/result/data/0/b64_json").asText())
          .isEqualTo(server.picture(3, ", \"rng_seed\": " + seed));
      assertThat(done.path("finished_at").asLong()).isGreaterThan(1_700_000_000L);
      assertThat(done.path("expires_at").asLong()).isGreaterThan(done.path("finished_at").asLong());
      assertThat(done.has("progress")).isFalse();
    }
  }

  @Test
  void keepsThePictureUnderAUrlWhenAskedTo() throws Exception {
    try (TaskServer server = TaskServer.open(folder, 1)) {
      JsonNode task = server.submit(2, ", \"response_format\": \"url\"");
      JsonNode done = server.await(task.path("id").asText(), "completed");
      String url = done.at("/result/data/0/url").asText();
      assertThat(url).startsWith(server.base() + "/v1/images/content/");
      assertThat(server.send(server.request(url.substring(server.base().length())).build()))
          .extracting(HttpResponse::statusCode)
          .isEqualTo(200);
    }
  }

  private static TaskServer impatient(Path folder, int stepMillis, Duration patience, Duration keep)
      throws Exception {
    DeskSettings standard = DeskSettings.DEFAULT;
    return TaskServer.open(
        folder,
        stepMillis,
        new DeskSettings(
            patience,
            keep,
            standard.tasks(),
            standard.taskBytes(),
            standard.fileBytes(),
            standard.files(),
            false),
        Optional.empty());
  }

  private static JsonNode awaitExpired(TaskServer server, String id) throws Exception {
    JsonNode seen = server.get(TASKS + id);
    while (!seen.path("status").asText().equals("expired")) {
      assertThat(seen.path("status").asText()).isIn("queued", "running", "completed");
      TimeUnit.MILLISECONDS.sleep(5); // between two requests, not for a result
      seen = server.get(TASKS + id);
    }
    return seen;
  }

  @Test
  void aResultThatWasKeptLongEnoughExpiresAndIsForgotten() throws Exception {
    try (TaskServer server = impatient(folder, 1, Duration.ofHours(1), Duration.ofMillis(2500))) {
      String id = server.submit(1, "").path("id").asText();
      JsonNode expired = awaitExpired(server, id);
      assertThat(expired.has("result")).isFalse();
      assertThat(expired.has("error")).isFalse();
      HttpResponse<String> gone = server.send(server.request(TASKS + id).build());
      while (gone.statusCode() == 200) {
        TimeUnit.MILLISECONDS.sleep(20); // between two requests, not for a result
        gone = server.send(server.request(TASKS + id).build());
      }
      assertThat(gone.statusCode()).isEqualTo(404);
    }
  }

  @Test
  void aTaskThatWaitsTooLongExpires() throws Exception {
    try (TaskServer server = impatient(folder, 2000, Duration.ofMillis(500), Duration.ofHours(1))) {
      server.await(server.submit(50, "").path("id").asText(), "running");
      JsonNode expired = awaitExpired(server, server.submit(1, "").path("id").asText());
      assertThat(expired.has("result")).isFalse();
      assertThat(expired.has("progress")).isFalse();
    }
  }

  @Test
  void takesAServableInThePath() throws Exception {
    try (TaskServer server = TaskServer.open(folder, 1)) {
      String body = TaskServer.request(2, "").replace("\"model\": \"sim\", ", "");
      HttpResponse<String> accepted = server.post("/v3/v1/sim/images/generations/async", body);
      assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
      String place = accepted.headers().firstValue("location").orElseThrow();
      assertThat(place).startsWith("/v3/v1/images/tasks/imgtask_");
      assertThat(server.awaitAt(place, "completed").path("model").asText()).isEqualTo("sim");
      HttpResponse<String> nobody = server.post("/v3/none/images/generations/async", body);
      assertThat(nobody.statusCode()).isEqualTo(404);
    }
  }

  @Test
  void refusesAtOnceWhatTheRequestItselfWouldBeRefusedFor() throws Exception {
    try (TaskServer server = TaskServer.open(folder, 1)) {
      for (String wrong :
          List.of(
              "{\"model\": \"sim\"}",
              "{\"model\": \"none\", \"prompt\": \"x\"}",
              "{\"model\": \"sim\", \"prompt\": \"x\", \"size\": \"64by64\"}",
              "{\"model\": \"sim\", \"prompt\": \"x\", \"n\": 0}",
              "{\"model\": \"sim\", \"prompt\": \"x\", \"what\": 1}",
              "{\"model\": \"sim\", \"prompt\": \"x\", \"on_disconnect\": \"stay\"}",
              "{\"model\": ")) {
        HttpResponse<String> atOnce = server.post("/v1/images/generations", wrong);
        HttpResponse<String> later = server.post("/v1/images/generations/async", wrong);
        assertThat(later.body()).as(wrong).isEqualTo(atOnce.body());
        assertThat(later.statusCode()).as(wrong).isEqualTo(atOnce.statusCode()).isNotEqualTo(202);
      }
      HttpResponse<String> streamed =
          server.post("/v1/images/generations/async", TaskServer.request(2, ", \"stream\": true"));
      assertThat(streamed.statusCode()).isEqualTo(400);
      assertThat(TaskServer.json(streamed).at("/error/param").asText()).isEqualTo("stream");
      assertThat(server.get("/v1/images/tasks").path("data")).isEmpty();
    }
  }

  @Test
  void tellsWhereATaskStandsAndHowFarItIs() throws Exception {
    try (TaskServer server = TaskServer.open(folder, 50)) {
      String first = server.submit(100, "").path("id").asText();
      String second = server.submit(2, "").path("id").asText();
      String third = server.submit(2, "").path("id").asText();
      JsonNode running = server.await(first, "running");
      while (running.at("/progress/step").asInt() < 2) {
        running = server.get(TASKS + first);
      }
      assertThat(running.at("/progress/steps").asInt()).isEqualTo(100);
      assertThat(running.at("/progress/eta_seconds").asDouble()).isBetween(0.1, 60.0);
      assertThat(server.get(TASKS + second).at("/progress/queue_position").asInt()).isEqualTo(1);
      JsonNode waiting = server.get(TASKS + third);
      assertThat(waiting.path("status").asText()).isEqualTo("queued");
      assertThat(waiting.at("/progress/queue_position").asInt()).isEqualTo(2);
    }
  }

  @Test
  void cancelsWhatWaitsAndWhatRuns() throws Exception {
    try (TaskServer server = TaskServer.open(folder, 200)) {
      String running = server.submit(100, "").path("id").asText();
      String waiting = server.submit(100, "").path("id").asText();
      server.await(running, "running");
      for (String id : List.of(waiting, running, running)) {
        HttpResponse<String> answer = server.delete(TASKS + id);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(TaskServer.json(answer).path("status").asText()).isEqualTo("cancelled");
      }
      // The model is free again, long before what was cancelled would have been done.
      server.await(server.submit(1, "").path("id").asText(), "completed");
      assertThat(server.delete(TASKS + "imgtask_none").statusCode()).isEqualTo(404);
      assertThat(server.get(TASKS + "imgtask_none").at("/error/type").asText())
          .isEqualTo("not_found_error");
    }
  }

  @Test
  void listsTheNewestFirstPageByPage() throws Exception {
    try (TaskServer server = TaskServer.open(folder, 1)) {
      List<String> ids = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        ids.add(0, server.submit(1, "").path("id").asText());
      }
      List<String> listed = new ArrayList<>();
      String after = "";
      boolean hasMore = true;
      while (hasMore) {
        JsonNode page = server.get("/v1/images/tasks?limit=2&after=" + after);
        page.path("data").forEach(task -> listed.add(task.path("id").asText()));
        hasMore = page.path("has_more").asBoolean();
        after = page.path("last_id").asText();
      }
      assertThat(listed).isEqualTo(ids);
      assertThat(server.get("/v1/images/tasks?limit=0").at("/error/param").asText())
          .isEqualTo("limit");
    }
  }

  @Test
  void takesARepeatedSubmissionForTheFirst() throws Exception {
    try (TaskServer server = TaskServer.open(folder, 1)) {
      String path = "/v1/images/generations/async";
      String body = TaskServer.request(2, "");
      HttpResponse<String> first = server.post(path, body, "Idempotency-Key", "once");
      HttpResponse<String> again = server.post(path, body, "Idempotency-Key", "once");
      assertThat(TaskServer.json(again).path("id")).isEqualTo(TaskServer.json(first).path("id"));
      assertThat(again.statusCode()).isEqualTo(202);
      assertThat(again.headers().firstValue("idempotent-replayed")).contains("true");
      HttpResponse<String> other =
          server.post(path, TaskServer.request(3, ""), "Idempotency-Key", "once");
      assertThat(other.statusCode()).isEqualTo(409);
      assertThat(TaskServer.json(other).at("/error/code").asText())
          .isEqualTo("idempotency_key_reused");
      assertThat(server.get("/v1/images/tasks").path("data")).hasSize(1);
    }
  }

  @Test
  void showsAllStatesAsEventsAndTheNewestOnReconnect() throws Exception {
    try (TaskServer server = TaskServer.open(folder, 20)) {
      String id = server.submit(20, "").path("id").asText();
      HttpRequest request = server.request(TASKS + id + "/events").build();
      List<JsonNode> events = new ArrayList<>();
      HttpResponse<InputStream> answer =
          HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofInputStream());
      assertThat(answer.headers().firstValue("content-type").orElseThrow())
          .startsWith("text/event-stream");
      try (BufferedReader lines =
          new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          if (line.startsWith("data: ")) {
            events.add(new ObjectMapper().readTree(line.substring(6)));
          }
        }
      }
      assertThat(events.size()).isGreaterThan(2);
      assertThat(events).anyMatch(event -> event.at("/progress/step").asInt() > 0);
      JsonNode last = events.get(events.size() - 1);
      assertThat(last.path("status").asText()).isEqualTo("completed");
      assertThat(last.at("/result/data/0/b64_json").asText()).isNotEmpty();
      HttpResponse<String> again = server.send(request);
      assertThat(again.body().split("event: image.task", -1)).hasSize(2);
      assertThat(again.body()).contains("\"completed\"");
    }
  }

  @Test
  void goesOnWithARequestWhoseClientLeaves() throws Exception {
    try (TaskServer server = TaskServer.open(folder, 20)) {
      String kept = TaskServer.request(30, ", \"on_disconnect\": \"keep\", \"rng_seed\": 7");
      try (RawClient client = server.connect()) {
        client.send(RawClient.post("/v1/images/generations", "application/json", kept));
        server.awaitRunning("sim");
      }
      JsonNode tasks = server.get("/v1/images/tasks").path("data");
      while (tasks.isEmpty()) {
        tasks = server.get("/v1/images/tasks").path("data");
      }
      JsonNode done = server.await(tasks.at("/0/id").asText(), "completed");
      assertThat(done.at("/result/data/0/b64_json").asText())
          .isEqualTo(server.picture(30, ", \"rng_seed\": 7"));
    }
  }

  @Test
  void givesBackWhatRunsAtShutdownAndMakesTheSamePictureAfterwards() throws Exception {
    String id;
    try (TaskServer server = TaskServer.open(folder, 50)) {
      id = server.submit(60, ", \"rng_seed\": 11").path("id").asText();
      server.await(id, "running");
    }
    try (TaskServer server = TaskServer.open(folder, 1)) {
      JsonNode done = server.await(id, "completed");
      assertThat(done.at("/result/data/0/b64_json").asText())
          .isEqualTo(server.picture(60, ", \"rng_seed\": 11"));
    }
  }

  @Test
  void takesNoMoreOfAKeyThanItMayHave() throws Exception {
    DeskSettings two =
        new DeskSettings(Duration.ofDays(1), Duration.ofDays(1), 2, 1000, 1000, 10, false);
    try (TaskServer server = TaskServer.open(folder, 200, two, Optional.empty())) {
      server.submit(100, "");
      String second = server.submit(100, "").path("id").asText();
      HttpResponse<String> third =
          server.post("/v1/images/generations/async", TaskServer.request(1, ""));
      assertThat(third.statusCode()).isEqualTo(429);
      assertThat(TaskServer.json(third).at("/error/code").asText()).isEqualTo("tasks_full");
      server.delete(TASKS + second);
      server.submit(1, "");
      HttpResponse<String> large =
          server.post(
              "/v1/images/generations/async",
              TaskServer.request(1, ", \"user\": \"" + "x".repeat(1000) + "\""));
      assertThat(large.statusCode()).isEqualTo(413);
    }
  }

  @Test
  void saysHowToTurnTasksOn() throws Exception {
    try (TestServer server = TestServer.of(GivenServable.echo("echo"))) {
      HttpResponse<String> answer = server.post("/v1/images/generations/async", "{}");
      assertThat(answer.statusCode()).isEqualTo(501);
      assertThat(answer.body()).contains("--task_store");
      assertThat(server.get("/v1/images/tasks").statusCode()).isEqualTo(501);
    }
  }

  @Test
  void takesAFormAndFindsItAgainUnderItsKey() throws Exception {
    try (TaskServer server = TaskServer.open(folder, 1)) {
      String first = form(server, "edits", "one", "one");
      String again = form(server, "edits", "one", "two");
      assertThat(again).isEqualTo(first);
      JsonNode done = server.await(first, "completed");
      assertThat(done.at("/result/data/0/b64_json").asText()).isNotEmpty();
    }
  }

  @Test
  void takesAVariation() throws Exception {
    try (TaskServer server = TaskServer.open(folder, 1)) {
      JsonNode done = server.await(form(server, "variations", "one", "one"), "completed");
      assertThat(done.at("/result/data/0/b64_json").asText()).isNotEmpty();
      HttpResponse<String> wrong =
          server.post("/v1/images/variations/async", TaskServer.request(2, ""));
      assertThat(wrong.statusCode()).isEqualTo(400);
      assertThat(wrong.body()).contains("image: is missing");
    }
  }

  private static String form(TaskServer server, String endpoint, String key, String boundary)
      throws Exception {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (String[] field :
        new String[][] {{"model", "sim"}, {"prompt", "x"}, {"num_inference_steps", "2"}}) {
      body.writeBytes(
          "--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
              .formatted(boundary, field[0], field[1])
              .getBytes(StandardCharsets.UTF_8));
    }
    body.writeBytes(
        "--%s\r\nContent-Disposition: form-data; name=\"image\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n"
            .formatted(boundary)
            .getBytes(StandardCharsets.UTF_8));
    BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
    ImageIO.write(image, "png", body);
    body.writeBytes("\r\n--%s--\r\n".formatted(boundary).getBytes(StandardCharsets.UTF_8));
    HttpResponse<String> answer =
        server.send(
            server
                .request("/v1/images/" + endpoint + "/async")
                .header("content-type", "multipart/form-data; boundary=" + boundary)
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()))
                .build());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    return TaskServer.json(answer).path("id").asText();
  }
}
