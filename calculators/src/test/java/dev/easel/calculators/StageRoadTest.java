package dev.easel.calculators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.easel.calculators.http.HttpResponsePayload;
import dev.easel.calculators.queue.QueuedModel;
import dev.easel.framework.config.GraphConfigException;
import dev.easel.framework.pool.NodeResources;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The shipped graph of two stages, on models of the tests. */
@Timeout(60)
class StageRoadTest {

  /** The graph with other options for its model. */
  private static Road open(String model, String options) throws Exception {
    String text = Files.readString(Path.of("..", "examples", "two-stage", "graph", "graph.pbtxt"));
    return Road.openGraph(
        text.replaceAll(
                "(?s)(ImageGenCalculatorOptions\\] \\{).*?\\n    }",
                "$1 models_path: \"%1\\$s\" " + options + " }")
            .replace("\"HTTP_REQUEST_PAYLOAD:request\"", "\"HTTP_REQUEST_PAYLOAD:input\"")
            .replace("\"HTTP_RESPONSE_PAYLOAD:response\"", "\"HTTP_RESPONSE_PAYLOAD:output\""),
        model);
  }

  @Test
  void bothStagesShareOneModel() throws Exception {
    try (Road road = open("sd15", "device: \"SIM\"")) {
      NodeResources nodes =
          Objects.requireNonNull(road.sidePackets().get("pipelines")).get(NodeResources.class);
      assertThat(nodes.resource("draft")).isPresent().isEqualTo(nodes.resource("refine"));
    }
  }

  @Test
  void everyImageOfTheDraftIsRefined() throws Exception {
    try (Road road = open("sd15", "device: \"CPU\"")) {
      HttpResponsePayload response = road.send(Road.generation("\"n\": 2, \"rng_seed\": 7"));
      assertThat(response.headers()).containsEntry("x-easel-native-runs", "2");
      JsonNode two = Road.json(response);
      assertThat(two.path("data")).hasSize(2);
      JsonNode one = road.ask(Road.generation("\"rng_seed\": 7"));
      assertThat(pixels(two, 0)).isEqualTo(pixels(one, 0)).isNotEqualTo(pixels(two, 1));
    }
  }

  private static List<Integer> pixels(JsonNode answer, int index) throws Exception {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(Road.image(answer, index).array()));
    int[] all = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    return IntStream.of(all).boxed().toList();
  }

  @Test
  void anEditGoesThroughBothStages() throws Exception {
    try (Road road = open("sd15", "device: \"CPU\"")) {
      assertThat(road.ask(Road.edit(Road.form())).path("data")).hasSize(1);
    }
  }

  @Test
  void eachStageTakesItsTurnAndNoneIsRefusedHalfway() throws Exception {
    String slow = "device: \"SIM\" max_concurrent: 1 simulation { step_millis: 1 }";
    try (Road road = open("sd15", slow)) {
      QueuedModel model =
          (QueuedModel)
              Objects.requireNonNull(road.sidePackets().get("pipelines"))
                  .get(NodeResources.class)
                  .resource("draft")
                  .orElseThrow();
      List<CompletableFuture<HttpResponsePayload>> answers = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        String seed = "\"rng_seed\": " + i;
        answers.add(CompletableFuture.supplyAsync(() -> road.send(Road.generation(seed))));
      }
      for (CompletableFuture<HttpResponsePayload> answer : answers) {
        assertThat(answer.join().status()).isEqualTo(200);
      }
      assertThat(model.queue().running()).isZero();
      assertThat(model.queue().length()).isZero();
    }
  }

  @Test
  void aWrongOptionOfAStageIsFoundWhenTheGraphIsLoaded() throws Exception {
    String text = Files.readString(Path.of("..", "examples", "two-stage", "graph", "graph.pbtxt"));
    assertThatThrownBy(() -> Road.openGraph(text.replace("strength: 0.5", "strength: 5"), "sd15"))
        .isInstanceOf(GraphConfigException.class)
        .hasMessageContaining("refine_stage")
        .hasMessageContaining("strength 5.0 must be between 0 and 1");
  }
}
