package dev.easel.http.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.easel.http.RawClient;
import dev.easel.http.SimulatedServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What answers and metrics say of the time that images took. */
@Timeout(120)
class ServerTimingTest {
  private static final String IMAGES = "/v3/images/generations";
  private static final Path MODEL =
      Path.of("../openvino-genai-jni/src/test/models/sd15").toAbsolutePath().normalize();

  @TempDir static Path folder;

  private static SimulatedServer server;

  @BeforeAll
  static void start() throws Exception {
    server =
        SimulatedServer.open(
            folder,
            Map.of(
                "sim",
                SimulatedServer.simulated(
                    "simulation { encode_millis: 3 step_millis: 2 decode_millis: 4 }"),
                "stalls",
                SimulatedServer.simulated("simulation { step_millis: 100 stall_at_step: 1 }"),
                "tiny",
                "models_path: \"" + MODEL + "\" device: \"CPU\" max_concurrent: 1"),
            settings -> settings);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String body(String model, String more) {
    return "{\"model\": \"%s\", \"prompt\": \"a\", \"size\": \"64x64\", \"num_inference_steps\": 2%s}"
        .formatted(model, more);
  }

  private static Map<String, Double> times(String header) {
    Map<String, Double> times = new LinkedHashMap<>();
    for (String metric : header.split(", ", -1)) {
      assertThat(metric).matches("[a-z]+;dur=\\d+\\.\\d{3}");
      int end = metric.indexOf(';');
      times.put(
          metric.substring(0, end), Double.parseDouble(metric.substring(end + ";dur=".length())));
    }
    return times;
  }

  private static void assertAddsUp(Map<String, Double> times) {
    double total = times.getOrDefault("total", 0.0);
    double stages = times.values().stream().mapToDouble(Double::doubleValue).sum() - total;
    assertThat(stages).isPositive().isLessThanOrEqualTo(total);
  }

  private static Map<String, Double> asked(String model, String more) throws Exception {
    HttpResponse<String> answer = server.http.post(IMAGES, body(model, more));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return times(answer.headers().firstValue("server-timing").orElseThrow());
  }

  @Test
  void saysWhatEachStageTook() throws Exception {
    Map<String, Double> times = asked("sim", "");
    assertThat(times).containsOnlyKeys("queue", "text", "denoise", "decode", "encode", "total");
    assertAddsUp(times);
  }

  @Test
  void saysWhatTheRuntimeMeasuredOfAModelInAWorkerProcess() throws Exception {
    Map<String, Double> times = asked("tiny", ", \"n\": 2");
    assertThat(times).containsKeys("queue", "denoise", "encode", "total");
    assertThat(times.get("denoise")).isPositive();
    assertAddsUp(times);
  }

  @Test
  void saysInAStreamWhatIsKnownByThenAndTheRestAtItsEnd() throws Exception {
    try (RawClient client = server.http.connect()) {
      String request =
          RawClient.post(
              IMAGES, "application/json", body("sim", ", \"stream\": true, \"partial_images\": 1"));
      client.send(request.replace("\r\nHost:", "\r\nTE: trailers\r\nHost:"));
      String head = client.readTo("\r\n\r\n");
      assertThat(head).contains("\r\ntrailer: server-timing\r\n");
      assertThat(line(head)).startsWith("queue;dur=").doesNotContain("total");
      assertThat(client.readTo("\r\n0\r\n")).contains("image_generation.completed");
      Map<String, Double> times = times(line("\r\n" + client.readTo("\r\n\r\n")));
      assertThat(times).containsOnlyKeys("queue", "text", "denoise", "decode", "encode", "total");
      assertAddsUp(times);
    }
  }

  @Test
  void sendsNothingBehindAStreamToWhoDoesNotAskForIt() throws Exception {
    try (RawClient client = server.http.connect()) {
      client.send(RawClient.post(IMAGES, "application/json", body("sim", ", \"stream\": true")));
      assertThat(client.readTo("\r\n\r\n")).doesNotContain("trailer:");
      assertThat(client.readTo("\r\n0\r\n\r\n")).contains("image_generation.completed");
    }
  }

  private static String line(String head) {
    return List.of(head.split("\r\n")).stream()
        .filter(line -> line.startsWith("server-timing: "))
        .findFirst()
        .orElseThrow()
        .substring("server-timing: ".length());
  }

  @Test
  void letsPagesOfOtherSitesReadIt() throws Exception {
    HttpResponse<String> answer = server.http.post(IMAGES, body("sim", ""));
    assertThat(answer.headers().firstValue("timing-allow-origin")).hasValue("*");
    assertThat(answer.headers().firstValue("access-control-expose-headers").orElseThrow())
        .contains("server-timing");
  }

  @Test
  void countsEachStageOfEachServable() throws Exception {
    String series = "easel_stage_time_us_count{name=\"tiny\",stage=\"%s\"}";
    double before = server.metric(series.formatted("denoise"));
    asked("tiny", "");
    server.awaitRest("tiny");
    assertThat(server.metric(series.formatted("denoise"))).isEqualTo(before + 1);
    assertThat(server.metric(series.formatted("queue"))).isEqualTo(before + 1);
    assertThat(server.metric(series.formatted("encode"))).isEqualTo(before + 1);
  }

  /** By the simulation, a step of 512x512 pixels takes 0.1 s. */
  @Test
  void showsWhatRunsAndHowManySecondsOfWorkWait() throws Exception {
    String request =
        "{\"model\": \"stalls\", \"prompt\": \"a\", \"size\": \"512x512\", \"num_inference_steps\":"
            + " 10}";
    CompletableFuture<HttpResponse<String>> first = server.http.postAsync(IMAGES, request);
    server.await("easel_running_requests{name=\"stalls\"}", 1);
    assertThat(server.metric("easel_waiting_work_seconds{name=\"stalls\"}")).isZero();
    CompletableFuture<HttpResponse<String>> second = server.http.postAsync(IMAGES, request);
    CompletableFuture<HttpResponse<String>> third = server.http.postAsync(IMAGES, request);
    server.await("easel_waiting_requests{name=\"stalls\"}", 2);
    assertThat(server.metric("easel_waiting_work_seconds{name=\"stalls\"}"))
        .isCloseTo(2, within(0.01));
    assertThat(server.metric("easel_running_requests{name=\"stalls\"}")).isEqualTo(1);
    List.of(first, second, third).forEach(asked -> asked.cancel(true));
    server.awaitRest("stalls");
    server.await("easel_running_requests{name=\"stalls\"}", 0);
  }
}
