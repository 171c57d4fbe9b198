package dev.easel.http.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.easel.http.SimulatedServer;
import java.io.RandomAccessFile;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The process of one servable's model ends: what its clients, and those of others, see. */
@Timeout(120)
class WorkerDeathRoadTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  private Path model;
  private SimulatedServer server;

  @BeforeEach
  void open() throws Exception {
    model = Workers.copyOfModel(folder.resolve("weights"));
    server =
        SimulatedServer.open(
            folder,
            Map.of("weak", options(model, ""), "strong", options(Workers.model(), "")),
            settings -> settings);
  }

  @AfterEach
  void close() {
    server.close();
  }

  private static String options(Path model, String more) {
    return "models_path: \"%s\" device: \"CPU\" max_concurrent: 1 %s".formatted(model, more);
  }

  private static String request(String model, String more) {
    return "{\"model\": \"%s\", \"prompt\": \"a cat\", \"size\": \"64x64\", \"rng_seed\": 7%s}"
        .formatted(model, more);
  }

  private HttpResponse<String> ask(String model) throws Exception {
    return server.http.post(
        "/v3/images/generations", request(model, ", \"num_inference_steps\": 2"));
  }

  private String image(String model) throws Exception {
    HttpResponse<String> answer = ask(model);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body()).at("/data/0/b64_json").asText();
  }

  private int ready(String model) throws Exception {
    return server.http.get("/v2/models/" + model + "/ready").statusCode();
  }

  @Test
  void aModelFileThatIsCutCostsItsServableUntilItIsWhole() throws Exception {
    String before = image("weak");
    String strong = image("strong");
    Path weights = model.resolve("text_encoder/openvino_model.bin");
    byte[] whole = Files.readAllBytes(weights);
    try (RandomAccessFile file = new RandomAccessFile(weights.toFile(), "rw")) {
      file.setLength(1);
    }
    HttpResponse<String> answer = ask("weak");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
    assertThat(answer.body())
        .contains("model_unavailable")
        .contains("until its files change")
        .doesNotContain("Exception")
        .doesNotContain(model.toString());
    assertThat(answer.headers().firstValue("retry-after")).isPresent();
    assertThat(image("strong")).isEqualTo(strong);
    assertThat(ready("weak")).isNotEqualTo(200);
    assertThat(ready("strong")).isEqualTo(200);
    JsonNode config = JSON.readTree(server.http.get("/v1/config").body());
    assertThat(config.at("/weak/model_version_status/0/status/error_message").asText())
        .contains("openvino_model.bin");
    assertThat(config.at("/weak/workers/deaths/SIGBUS").asInt()).isPositive();
    assertThat(config.has("strong")).isTrue();
    assertThat(config.at("/strong/workers").isMissingNode()).isTrue();
    assertThat(server.metric("easel_worker_deaths{name=\"weak\",reason=\"SIGBUS\"}")).isPositive();

    Files.write(weights, whole);
    while (ready("weak") != 200) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    assertThat(image("weak")).isEqualTo(before);
    assertThat(server.metric("easel_worker_restarts{name=\"weak\"}")).isPositive();
  }

  @Test
  void aStreamGoesOnAfterADeath() throws Exception {
    String body =
        request("weak", ", \"num_inference_steps\": 60, \"stream\": true, \"partial_images\": 3")
            .replace("64x64", "320x320");
    String undisturbed = lastImage(body, false);
    assertThat(lastImage(body, true)).isEqualTo(undisturbed);
    assertThat(server.metric("easel_worker_restarts{name=\"weak\"}")).isOne();
  }

  /** The image of the last event; all events before it come in their order. */
  private String lastImage(String body, boolean isDisturbed) throws Exception {
    boolean wasKilled = !isDisturbed;
    int partials = 0;
    String image = "";
    try (Scanner lines =
        new Scanner(
            server.http.stream("/v3/images/generations", body).body(), StandardCharsets.UTF_8)) {
      while (lines.hasNextLine()) {
        String line = lines.nextLine();
        if (!line.startsWith("data: {")) {
          continue;
        }
        JsonNode event = JSON.readTree(line.substring("data: ".length()));
        if (event.path("type").asText().endsWith("partial_image")) {
          assertThat(event.path("partial_image_index").asInt()).isEqualTo(partials);
          partials++;
          if (!wasKilled) {
            wasKilled = true;
            List<ProcessHandle> all = Workers.all();
            assertThat(all).hasSize(2);
            all.forEach(ProcessHandle::destroyForcibly);
          }
        } else if (event.path("type").asText().endsWith("completed")) {
          image = event.path("b64_json").asText();
        }
      }
    }
    assertThat(partials).isEqualTo(3);
    assertThat(image).isNotEmpty();
    return image;
  }
}
