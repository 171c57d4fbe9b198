package dev.easel.http.info;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.easel.http.SimulatedServer;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class GraphsAnswerTest {
  private static final String GENERATIONS = "/v1/images/generations";
  private static final String SMALL =
      "{\"model\": \"sim\", \"prompt\": \"a cup\", \"size\": \"64x64\", \"num_inference_steps\": %d}";

  private static final String STREAMED =
      "{\"model\": \"sim\", \"prompt\": \"a cup\", \"size\": \"64x64\", \"num_inference_steps\": 4,"
          + " \"stream\": true, \"partial_images\": 3}";

  @TempDir private Path folder;

  private static JsonNode graph(SimulatedServer server) throws Exception {
    return new ObjectMapper().readTree(server.http.get("/v1/graphs/sim").body());
  }

  private static JsonNode node(JsonNode graph, String calculator) {
    for (JsonNode node : graph.path("nodes")) {
      if (node.path("calculator").asText().equals(calculator)) {
        return node;
      }
    }
    throw new AssertionError("no " + calculator + " in " + graph);
  }

  @Test
  void tellsOfAGraphWhatItLooksLikeAndWhatItsRunsHaveDone() throws Exception {
    try (SimulatedServer server = SimulatedServer.open(folder, "")) {
      assertThat(server.http.post(GENERATIONS, SMALL.formatted(2)).statusCode()).isEqualTo(200);
      assertThat(server.http.post(GENERATIONS, "{\"model\": \"sim\"}").statusCode()).isEqualTo(400);
      JsonNode graph = graph(server);
      while (graph.path("runs").path("running").asInt() > 0) {
        graph = graph(server);
      }
      assertThat(graph.path("profiled").asBoolean()).isTrue();
      assertThat(graph.path("runs").path("finished").asInt()).isEqualTo(1);
      assertThat(graph.path("runs").path("failed").asInt()).isEqualTo(1);
      assertThat(graph.path("line").path("concurrent").asInt()).isEqualTo(1);
      assertThat(graph.path("input_streams").get(0).path("tag").asText())
          .isEqualTo("HTTP_REQUEST_PAYLOAD");
      JsonNode request = node(graph, "ImageRequestCalculator");
      assertThat(request.path("calls").path("count").asInt()).isEqualTo(2);
      assertThat(request.path("errors").asInt()).isEqualTo(1);
      assertThat(graph.path("subgraphs").findValuesAsText("name"))
          .contains(request.path("subgraph").asText());
      JsonNode generate = node(graph, "ImageGenerateCalculator");
      assertThat(generate.path("calls").path("count").asInt()).isEqualTo(1);
      assertThat(generate.path("calls").path("p50_us").asDouble()).isPositive();
      assertThat(generate.path("calls").path("buckets").get(0).path("count").asInt()).isEqualTo(1);
      for (JsonNode stream : graph.path("streams")) {
        for (JsonNode to : stream.path("to")) {
          JsonNode input =
              graph
                  .path("nodes")
                  .get(to.path("node").asInt())
                  .path("inputs")
                  .get(to.path("input").asInt());
          assertThat(input.path("stream").asText()).isEqualTo(stream.path("name").asText());
        }
      }
    }
  }

  @Test
  @SuppressWarnings("try") // closing the first is leaving, which lets the second run
  void tellsWhatRunsAndWhatWaitsForTheModel() throws Exception {
    String stalling = "simulation { step_millis: 1 stall_at_step: 4 }";
    try (SimulatedServer server = SimulatedServer.open(folder, stalling)) {
      CompletableFuture<HttpResponse<String>> second;
      try (InputStream first = server.http.stream(GENERATIONS, STREAMED).body()) {
        second = server.http.postAsync(GENERATIONS, SMALL.formatted(1));
        JsonNode graph = graph(server);
        while (graph.path("line").path("waiting").asInt() == 0
            || node(graph, "ImageWaitCalculator").path("suspended").asInt() == 0) {
          graph = graph(server);
        }
        assertThat(graph.path("line").path("running").asInt()).isEqualTo(1);
        assertThat(graph.path("runs").path("running").asInt()).isEqualTo(2);
        assertThat(first).as("the answer that is left").isNotNull();
      }
      assertThat(second.join().statusCode()).isEqualTo(200);
    }
  }

  /** Whoever draws finds a place for each number: nodes and inputs are counted as here. */
  @Test
  void drawsAGraphWithAPlaceForEachNumber() throws Exception {
    try (SimulatedServer server = SimulatedServer.open(folder, "")) {
      HttpResponse<String> drawing = server.http.get("/v1/graphs/sim/drawing");
      assertThat(drawing.headers().firstValue("content-type")).contains("image/svg+xml");
      for (JsonNode node : graph(server).path("nodes")) {
        String number = "data-node=\"" + node.path("id").asInt() + "\"";
        assertThat(drawing.body()).contains("<text class=\"figures\" " + number);
        for (int input = 0; input < node.path("inputs").size(); input++) {
          assertThat(drawing.body())
              .contains("<text class=\"queued\" " + number + " data-input=\"" + input + "\"");
        }
      }
      assertThat(server.http.get("/v1/graphs/nope/drawing").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void listsAllAndRefusesOthers() throws Exception {
    try (SimulatedServer server = SimulatedServer.open(folder, "")) {
      JsonNode list = new ObjectMapper().readTree(server.http.get("/v1/graphs").body());
      assertThat(list.path("data").findValuesAsText("calculator"))
          .contains("ImageGenerateCalculator");
      HttpResponse<String> other = server.http.get("/v1/graphs/nope");
      assertThat(other.statusCode()).isEqualTo(404);
      assertThat(other.body()).contains("model_not_found", "'nope'");
    }
  }
}
