package dev.easel.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openai.client.OpenAIClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.SseException;
import com.openai.models.images.ImageEditParams;
import com.openai.models.images.ImageEditStreamEvent;
import com.openai.models.images.ImageGenCompletedEvent;
import com.openai.models.images.ImageGenPartialImageEvent;
import com.openai.models.images.ImageGenStreamEvent;
import com.openai.models.images.ImageGenerateParams;
import com.openai.models.images.ImagesResponse;
import dev.easel.http.SimulatedServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * OpenAI's Java client reads streams of the server as it ships, and of a simulated model. Only that
 * one surely shows every unfinished image: a real one may be done before it is decoded.
 */
@Timeout(300)
final class OpenAiJavaStreamTest {
  @TempDir static Path folder;

  private static ShippedServer server;
  private static OpenAIClient client;
  private static SimulatedServer simulated;
  private static OpenAIClient simulatedClient;

  @BeforeAll
  static void start() throws Exception {
    ImageFiles.write(folder);
    server = ShippedServer.open();
    client = JavaClient.of(server.base("/v3"));
    simulated = SimulatedServer.open(folder, "simulation { step_millis: 1 }");
    simulatedClient = JavaClient.of(simulated.http.base("/v3"));
  }

  @AfterAll
  static void stop() {
    if (client != null) {
      client.close();
    }
    if (server != null) {
      server.close();
    }
    if (simulatedClient != null) {
      simulatedClient.close();
    }
    if (simulated != null) {
      simulated.close();
    }
  }

  private static ImageGenerateParams.Builder generation() {
    return ImageGenerateParams.builder()
        .model("shapes")
        .prompt("a red circle on a white background")
        .putAdditionalBodyProperty("rng_seed", JsonValue.from(409))
        .putAdditionalBodyProperty("num_inference_steps", JsonValue.from(8));
  }

  private static ImageEditParams.Builder edit() {
    return ImageEditParams.builder()
        .model("shapes")
        .image(folder.resolve("image.png"))
        .prompt("a blue square on a white background")
        .putAdditionalBodyProperty("rng_seed", JsonValue.from(409))
        .putAdditionalBodyProperty("num_inference_steps", JsonValue.from(8))
        .putAdditionalBodyProperty("strength", JsonValue.from(1.0));
  }

  private static String only(ImagesResponse answer) {
    assertThat(answer.data().orElseThrow()).hasSize(1);
    return answer.data().orElseThrow().get(0).b64Json().orElseThrow();
  }

  private static List<ImageGenStreamEvent> generate(
      OpenAIClient asked, ImageGenerateParams params) {
    try (StreamResponse<ImageGenStreamEvent> stream = asked.images().generateStreaming(params)) {
      return stream.stream().toList();
    }
  }

  private static List<ImageEditStreamEvent> edit(OpenAIClient asked, ImageEditParams params) {
    try (StreamResponse<ImageEditStreamEvent> stream = asked.images().editStreaming(params)) {
      return stream.stream().toList();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void readsAStreamWithPartialPictures(int partial) {
    List<ImageGenStreamEvent> events =
        generate(
            simulatedClient,
            generation().model("sim").size("64x64").partialImages(partial).build());
    assertThat(events).allMatch(ImageGenStreamEvent::isValid).hasSize(partial + 1);
    Set<String> pictures = new HashSet<>();
    for (int i = 0; i < partial; i++) {
      ImageGenPartialImageEvent event = events.get(i).asGenerationPartialImage();
      assertThat(event.partialImageIndex()).isEqualTo(i);
      assertThat(event.size().asString()).isEqualTo("64x64");
      assertThat(ImageFiles.format(Base64.getDecoder().decode(event.b64Json()))).isEqualTo("png");
      pictures.add(event.b64Json());
    }
    ImageGenCompletedEvent last = events.get(partial).asGenerationCompleted();
    pictures.add(last.b64Json());
    assertThat(pictures).hasSize(partial + 1);
    assertThat(last.usage().inputTokens()).isPositive();
    assertThat(last.createdAt()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void readsAStreamOfAnEdit(int partial) {
    List<ImageEditStreamEvent> events =
        edit(simulatedClient, edit().model("sim").partialImages(partial).build());
    assertThat(events).allMatch(ImageEditStreamEvent::isValid).hasSize(partial + 1);
    for (int i = 0; i < partial; i++) {
      assertThat(events.get(i).asPartialImage().partialImageIndex()).isEqualTo(i);
    }
    assertThat(events.get(partial).isCompleted()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void endsWithThePictureThatIsMadeWithoutAStream(int partial) {
    List<ImageGenStreamEvent> made = generate(client, generation().partialImages(partial).build());
    assertThat(made.get(made.size() - 1).asGenerationCompleted().b64Json())
        .isEqualTo(only(client.images().generate(generation().build())));
    List<ImageEditStreamEvent> edited = edit(client, edit().partialImages(partial).build());
    assertThat(edited.get(edited.size() - 1).asCompleted().b64Json())
        .isEqualTo(only(client.images().edit(edit().build())));
  }

  @Test
  void readsPastEventsOfSteps() {
    List<ImageGenStreamEvent> events =
        generate(
            simulatedClient,
            generation()
                .model("sim")
                .size("64x64")
                .putAdditionalBodyProperty("progress", JsonValue.from(true))
                .build());
    assertThat(events).hasSize(9);
    assertThat(events.subList(0, 8)).noneMatch(ImageGenStreamEvent::isGenerationCompleted);
    assertThat(events.get(8).isGenerationCompleted()).isTrue();
  }

  @Test
  void raisesBadRequestBeforeAStreamBegins() {
    BadRequestException size =
        catchThrowableOfType(
            BadRequestException.class, () -> generate(client, generation().size("64by64").build()));
    assertThat(size.param()).contains("size");
  }

  @Test
  void raisesWhatFailsAfterTheStreamBegan(@TempDir Path models) throws Exception {
    try (SimulatedServer failing =
            SimulatedServer.open(models, "simulation { step_millis: 50 fail_at_step: 6 }");
        AutoCloseableClient its = new AutoCloseableClient(JavaClient.of(failing.http.base("/v3")));
        StreamResponse<ImageGenStreamEvent> stream =
            its.client()
                .images()
                .generateStreaming(
                    generation().model("sim").size("64x64").partialImages(3).build())) {
      List<ImageGenStreamEvent> events = new ArrayList<>();
      SseException failure =
          catchThrowableOfType(
              SseException.class, () -> stream.stream().forEach(event -> events.add(event)));
      assertThat(events).isNotEmpty().allMatch(ImageGenStreamEvent::isGenerationPartialImage);
      assertThat(failure.type()).contains("server_error");
      assertThat(failure.getMessage()).contains("failed to answer");
    }
  }

  private record AutoCloseableClient(OpenAIClient client) implements AutoCloseable {
    @Override
    public void close() {
      client.close();
    }
  }
}
