package dev.easel.calculators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.easel.calculators.http.HttpRequestPayload;
import dev.easel.calculators.http.HttpResponsePayload;
import dev.easel.framework.graph.CalculatorGraph;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.status.StatusException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Streamed answers of a simulated model and of a real one. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class StreamRoadTest {

  private static final String QUICK = "simulation { step_millis: 1 }";

  private static Road simulated(String options) {
    return Road.open("sd15", "device: \"SIM\" " + options);
  }

  private static HttpRequestPayload streaming(int steps, String fields) {
    return Road.generation(
        "\"stream\": true, \"rng_seed\": 7, \"num_inference_steps\": " + steps + fields);
  }

  private static List<JsonNode> events(Road road, HttpRequestPayload request) throws IOException {
    List<HttpResponsePayload> answers = road.sendAll(request);
    assertThat(answers).allMatch(HttpResponsePayload::streaming);
    assertThat(answers.get(0).header("content-type")).startsWith("text/event-stream");
    StringBuilder text = new StringBuilder();
    answers.forEach(
        answer ->
            answer.body().forEach(piece -> text.append(StandardCharsets.UTF_8.decode(piece))));
    List<JsonNode> events = new ArrayList<>();
    for (String event : text.toString().strip().split("\n\n", -1)) {
      String[] lines = event.split("\n", -1);
      JsonNode data = new ObjectMapper().readTree(lines[1].substring("data: ".length()));
      assertThat(lines[0]).isEqualTo("event: " + data.get("type").asText());
      events.add(data);
    }
    return events;
  }

  private static List<String> types(List<JsonNode> events) {
    return events.stream().map(event -> event.get("type").asText()).toList();
  }

  @Test
  void showsPartialImagesAtEvenlySpacedSteps() throws IOException {
    try (Road road = simulated(QUICK)) {
      List<JsonNode> events =
          events(road, streaming(8, ", \"partial_images\": 3, \"progress\": true"));
      assertThat(types(events))
          .containsExactly(
              "image_generation.progress",
              "image_generation.progress",
              "image_generation.partial_image",
              "image_generation.progress",
              "image_generation.progress",
              "image_generation.partial_image",
              "image_generation.progress",
              "image_generation.progress",
              "image_generation.partial_image",
              "image_generation.progress",
              "image_generation.progress",
              "image_generation.completed");
      assertThat(events.get(5).get("partial_image_index").asInt()).isEqualTo(1);
      assertThat(events.get(5).get("size").asText()).isEqualTo("64x64");
      assertThat(events.get(9).get("step").asInt()).isEqualTo(7);
      assertThat(events.get(9).get("steps").asInt()).isEqualTo(8);
      assertThat(events.get(11).at("/usage/total_tokens").isInt()).isTrue();
    }
  }

  @Test
  void endsWithTheImageOfTheWholeAnswer() throws IOException {
    try (Road road = simulated(QUICK)) {
      List<JsonNode> events = events(road, streaming(4, ", \"partial_images\": 1"));
      JsonNode whole = road.ask(Road.generation("\"rng_seed\": 7, \"num_inference_steps\": 4"));
      assertThat(events).hasSize(2);
      assertThat(events.get(1).get("b64_json")).isEqualTo(whole.at("/data/0/b64_json"));
      assertThat(events.get(0).get("b64_json")).isNotEqualTo(events.get(1).get("b64_json"));
    }
  }

  @Test
  void completesEveryImageWithItsIndex() throws IOException {
    try (Road road = simulated(QUICK)) {
      List<JsonNode> events = events(road, streaming(2, ", \"n\": 2, \"partial_images\": 1"));
      assertThat(events).extracting(e -> e.get("image_index").asInt()).containsExactly(0, 1, 0, 1);
      assertThat(types(events).subList(2, 4)).containsOnly("image_generation.completed");
    }
  }

  @Test
  void callsTheEventsOfAChangedImageEdits() throws IOException {
    try (Road road = simulated(QUICK)) {
      List<JsonNode> events =
          events(
              road, Road.edit(Road.form("stream", "true", "partial_images", "1", "size", "64x64")));
      assertThat(types(events).get(types(events).size() - 1)).isEqualTo("image_edit.completed");
    }
  }

  @Test
  void streamsFromARealModel() throws IOException {
    try (Road road = Road.open("sd15", "")) {
      List<JsonNode> events = events(road, streaming(8, ", \"partial_images\": 1"));
      assertThat(types(events))
          .containsExactly("image_generation.partial_image", "image_generation.completed");
    }
  }

  @Test
  void showsAsManyPartialImagesOfAFastModelAsAskedFor() throws IOException {
    try (Road road = Road.open("sd15", "default_resolution: \"64x64\"")) {
      List<JsonNode> events = events(road, streaming(4, ", \"partial_images\": 3"));
      assertThat(types(events))
          .containsExactly(
              "image_generation.partial_image",
              "image_generation.partial_image",
              "image_generation.partial_image",
              "image_generation.completed");
      assertThat(events).extracting(e -> e.get("b64_json").asText()).doesNotHaveDuplicates();
    }
  }

  @Test
  void failsAfterTheFirstEventsWhenAStepFails() {
    try (Road road = simulated("simulation { step_millis: 1 fail_at_step: 3 }")) {
      List<HttpResponsePayload> seen = new ArrayList<>();
      try (CalculatorGraph run = road.graph()) {
        run.observeOutputStream(
            "output", packet -> seen.add(packet.get(HttpResponsePayload.class)));
        run.startRun(road.sidePackets());
        run.addPacketToInputStream("input", Packet.of(streaming(8, ", \"progress\": true"), 0));
        run.closeAllInputStreams();
        assertThatThrownBy(run::waitUntilDone)
            .isInstanceOf(StatusException.class)
            .hasMessageContaining("step 3");
      }
      assertThat(seen).isNotEmpty();
    }
  }

  @Test
  void endsACancelledRunThatStalls() throws InterruptedException {
    try (Road road = simulated("simulation { step_millis: 1 stall_at_step: 2 }");
        CalculatorGraph run = road.graph()) {
      CountDownLatch begun = new CountDownLatch(1);
      run.observeOutputStream("output", packet -> begun.countDown());
      run.startRun(road.sidePackets());
      run.addPacketToInputStream("input", Packet.of(streaming(8, ""), 0));
      run.closeAllInputStreams();
      begun.await();
      run.cancel();
      assertThatThrownBy(run::waitUntilDone).isInstanceOf(StatusException.class);
    }
  }
}
