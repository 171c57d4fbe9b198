package dev.easel.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.easel.http.SimulatedServer;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The OpenAI Python package against the server as it ships. */
@Timeout(600)
final class OpenAiPythonTest {
  private static final Path CLIENT = Path.of("src", "test", "clients");

  @TempDir static Path folder;

  private static ShippedServer server;
  private static SimulatedServer simulated;
  private static PythonEnvironment environment;

  @BeforeAll
  static void start() throws Exception {
    environment = PythonEnvironment.open("openai-client", CLIENT.resolve("requirements.txt"));
    ImageFiles.write(folder);
    server = ShippedServer.open();
    simulated = SimulatedServer.open(folder, "simulation { step_millis: 1 }");
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
    if (simulated != null) {
      simulated.close();
    }
  }

  private static JsonNode play(String scene, String prefix) throws Exception {
    return play(scene, server.base(prefix), "shapes");
  }

  private static JsonNode play(String scene, String base, String model) throws Exception {
    String printed =
        PythonEnvironment.run(
            List.of(
                environment.python(),
                CLIENT.resolve("openai_client.py").toString(),
                base,
                model,
                scene,
                folder.toString(),
                folder.toString()));
    String last = printed.strip().lines().reduce((a, b) -> b).orElse("");
    return new ObjectMapper().readTree(last);
  }

  private static byte[] picture(JsonNode answer, int index) throws Exception {
    return Files.readAllBytes(folder.resolve(answer.at("/files/" + index).asText()));
  }

  private static BufferedImage image(JsonNode answer) throws Exception {
    return ImageFiles.read(folder.resolve(answer.at("/files/0").asText()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v3", "/v1", "/v3/v1"})
  void generatesWhatThePromptSays(String prefix) throws Exception {
    JsonNode answer = play("generate", prefix);
    assertThat(image(answer).getWidth()).isEqualTo(ImageFiles.SIZE);
    assertThat(ImageFiles.isRedInTheMiddle(image(answer))).isTrue();
    assertThat(answer.get("created").asLong()).isPositive();
    assertThat(answer.at("/usage/input_tokens").asInt()).isPositive();
    assertThat(answer.get("size").asText()).isEqualTo("256x256");
  }

  @Test
  void generatesTwoDifferentPictures() throws Exception {
    JsonNode answer = play("generate-two", "/v3");
    assertThat(answer.get("files")).hasSize(2);
    assertThat(picture(answer, 0)).isNotEqualTo(picture(answer, 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"jpeg", "webp"})
  void encodesInTheFormatAskedFor(String format) throws Exception {
    JsonNode answer = play("generate-" + format, "/v3");
    assertThat(ImageFiles.format(picture(answer, 0))).isEqualTo(format);
    assertThat(answer.get("output_format").asText()).isEqualTo(format);
  }

  @ParameterizedTest
  @ValueSource(strings = {"edit", "edit-list", "variation"})
  void worksOnAPictureOfTheClient(String scene) throws Exception {
    BufferedImage edited = image(play(scene, "/v3"));
    assertThat(edited.getWidth()).isEqualTo(ImageFiles.SIZE);
    assertThat(edited.getHeight()).isEqualTo(ImageFiles.SIZE);
  }

  @Test
  void keepsWhatTheMaskDoesNotCover() throws Exception {
    BufferedImage edited = image(play("edit-with-mask", "/v3"));
    // Left of the middle, well inside the disk: red before, and not to be repainted.
    int kept = edited.getRGB(90, 128);
    assertThat(kept >> 16 & 0xff).isGreaterThan(180);
    assertThat(kept >> 8 & 0xff).isLessThan(90);
    assertThat(kept & 0xff).isLessThan(90);
  }

  @Test
  void readsAStreamWithPartialPictures() throws Exception {
    JsonNode answer = play("stream", simulated.http.base("/v3"), "sim");
    assertThat(answer.get("events"))
        .extracting(JsonNode::asText)
        .containsExactly(
            "image_generation.partial_image",
            "image_generation.partial_image",
            "image_generation.completed");
    assertThat(answer.get("files")).hasSize(3);
    assertThat(picture(answer, 0)).isNotEqualTo(picture(answer, 1));
    assertThat(answer.at("/usage/input_tokens").asInt()).isPositive();
  }

  /** A real model may be done before all its unfinished images are decoded. */
  @Test
  void readsAStreamThatEndsWithWhatThePromptSays() throws Exception {
    JsonNode answer = play("stream", "/v3");
    int last = answer.get("files").size() - 1;
    assertThat(answer.at("/events/" + last).asText()).isEqualTo("image_generation.completed");
    BufferedImage image = ImageFiles.read(folder.resolve(answer.at("/files/" + last).asText()));
    assertThat(ImageFiles.isRedInTheMiddle(image)).isTrue();
  }

  @Test
  void readsAStreamOfAnEdit() throws Exception {
    assertThat(play("stream-edit", simulated.http.base("/v1"), "sim").get("events"))
        .extracting(JsonNode::asText)
        .containsExactly("image_edit.partial_image", "image_edit.completed");
  }

  @Test
  void readsEventsOfSteps() throws Exception {
    assertThat(play("stream-progress", "/v3").get("events"))
        .extracting(JsonNode::asText)
        .contains("image_generation.progress")
        .endsWith("image_generation.completed");
  }

  @Test
  void raisesBadRequestBeforeAStreamBegins() throws Exception {
    JsonNode answer = play("error-stream-size", "/v3");
    assertThat(answer.get("raised").asText()).isEqualTo("BadRequestError");
    assertThat(answer.get("param").asText()).isEqualTo("size");
  }

  @Test
  void raisesWhatFailsAfterAStreamBegan(@TempDir Path models) throws Exception {
    try (SimulatedServer failing =
        SimulatedServer.open(models, "simulation { step_millis: 50 fail_at_step: 6 }")) {
      JsonNode answer = play("error-stream-late", failing.http.base("/v3"), "sim");
      assertThat(answer.get("raised").asText()).isEqualTo("APIError");
      assertThat(answer.get("type").asText()).isEqualTo("server_error");
      assertThat(answer.get("message").asText()).contains("failed to answer");
      assertThat(answer.get("events"))
          .extracting(JsonNode::asText)
          .isNotEmpty()
          .containsOnly("image_generation.partial_image");
    }
  }

  @Test
  void namesTheFieldsWithoutEffect() throws Exception {
    JsonNode answer = play("ignored", "/v3");
    assertThat(answer.get("ignored").asText()).isEqualTo("moderation, quality, style, user");
  }

  @Test
  void raisesNotFoundForAnUnknownModel() throws Exception {
    JsonNode answer = play("error-model", "/v3");
    assertThat(answer.get("raised").asText()).isEqualTo("NotFoundError");
    assertThat(answer.get("code").asText()).isEqualTo("model_not_found");
  }

  @ParameterizedTest
  @ValueSource(strings = {"size", "image", "background"})
  void raisesBadRequestThatNamesTheField(String field) throws Exception {
    JsonNode answer = play("error-" + field, "/v3");
    assertThat(answer.get("raised").asText()).isEqualTo("BadRequestError");
    assertThat(answer.get("param").asText()).isEqualTo(field);
  }
}
