package dev.easel.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openai.client.OpenAIClient;
import com.openai.core.JsonValue;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.models.images.ImageCreateVariationParams;
import com.openai.models.images.ImageEditParams;
import com.openai.models.images.ImageGenerateParams;
import com.openai.models.images.ImagesResponse;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** OpenAI's Java client against the server as it ships. */
@Timeout(300)
@SuppressWarnings("deprecation") // clients go on sending what OpenAI no longer recommends
final class OpenAiJavaTest {
  private static final String PROMPT = "a red circle on a white background";

  @TempDir static Path folder;

  private static ShippedServer server;
  private static OpenAIClient client;

  @BeforeAll
  static void start() throws Exception {
    ImageFiles.write(folder);
    server = ShippedServer.open();
    client = JavaClient.of(server.base("/v3"));
  }

  @AfterAll
  static void stop() {
    if (client != null) {
      client.close();
    }
    if (server != null) {
      server.close();
    }
  }

  private static ImageGenerateParams.Builder generation() {
    return ImageGenerateParams.builder()
        .model("shapes")
        .prompt(PROMPT)
        .putAdditionalBodyProperty("rng_seed", JsonValue.from(409))
        .putAdditionalBodyProperty("num_inference_steps", JsonValue.from(8));
  }

  private static ImageEditParams.Builder edit() {
    return ImageEditParams.builder()
        .model("shapes")
        .prompt("a blue square on a white background")
        .putAdditionalBodyProperty("rng_seed", JsonValue.from(409))
        .putAdditionalBodyProperty("num_inference_steps", JsonValue.from(8));
  }

  private static Path image() {
    return folder.resolve("image.png");
  }

  private static byte[] file(ImagesResponse answer, int index) {
    return Base64.getDecoder()
        .decode(answer.data().orElseThrow().get(index).b64Json().orElseThrow());
  }

  private static BufferedImage picture(ImagesResponse answer, int index) throws Exception {
    return ImageIO.read(new ByteArrayInputStream(file(answer, index)));
  }

  @Test
  void generatesWhatThePromptSays() throws Exception {
    ImagesResponse answer = client.images().generate(generation().size("256x256").build());
    assertThat(ImageFiles.isRedInTheMiddle(picture(answer, 0))).isTrue();
    assertThat(answer.created()).isPositive();
    assertThat(answer.usage().orElseThrow().inputTokens()).isPositive();
    assertThat(answer.size().orElseThrow().asString()).isEqualTo("256x256");
    assertThat(answer.background().orElseThrow().asString()).isEqualTo("opaque");
  }

  @Test
  void generatesSeveralThatDiffer() throws Exception {
    ImagesResponse answer = client.images().generate(generation().n(2).build());
    assertThat(answer.data().orElseThrow()).hasSize(2);
    assertThat(file(answer, 0)).isNotEqualTo(file(answer, 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"jpeg", "webp"})
  void encodesInTheFormatAskedFor(String format) {
    ImagesResponse answer =
        client
            .images()
            .generate(
                generation()
                    .outputFormat(ImageGenerateParams.OutputFormat.of(format))
                    .outputCompression(80)
                    .build());
    assertThat(ImageFiles.format(file(answer, 0))).isEqualTo(format);
    assertThat(answer.outputFormat().orElseThrow().asString()).isEqualTo(format);
  }

  @Test
  void keepsAPictureUnderTheUrlThatItTells() throws Exception {
    ImagesResponse answer =
        client
            .images()
            .generate(generation().responseFormat(ImageGenerateParams.ResponseFormat.URL).build());
    String url = answer.data().orElseThrow().get(0).url().orElseThrow();
    try (InputStream in = URI.create(url).toURL().openStream()) {
      assertThat(ImageFiles.isRedInTheMiddle(ImageIO.read(in))).isTrue();
    }
  }

  @Test
  void acceptsWhatOpenAiDefinesAndNamesWhatHasNoEffect() throws Exception {
    ImageGenerateParams params =
        generation()
            .quality(ImageGenerateParams.Quality.HIGH)
            .moderation(ImageGenerateParams.Moderation.LOW)
            .background(ImageGenerateParams.Background.OPAQUE)
            .putAdditionalBodyProperty("style", JsonValue.from("vivid"))
            .putAdditionalBodyProperty("user", JsonValue.from("somebody"))
            .build();
    try (var raw = client.images().withRawResponse().generate(params)) {
      assertThat(raw.headers().values("x-easel-ignored-parameters"))
          .containsExactly("moderation, quality, style, user");
      assertThat(raw.parse().data().orElseThrow()).hasSize(1);
    }
  }

  @Test
  void edits() throws Exception {
    ImagesResponse answer =
        client
            .images()
            .edit(
                edit()
                    .image(image())
                    .putAdditionalBodyProperty("strength", JsonValue.from(0.6))
                    .build());
    assertThat(picture(answer, 0).getWidth()).isEqualTo(ImageFiles.SIZE);
  }

  @Test
  void takesAListOfOnePicture() throws Exception {
    try (InputStream in = Files.newInputStream(image())) {
      ImagesResponse answer = client.images().edit(edit().imageOfInputStreams(List.of(in)).build());
      assertThat(picture(answer, 0).getWidth()).isEqualTo(ImageFiles.SIZE);
    }
  }

  @Test
  void keepsWhatTheMaskDoesNotCover() throws Exception {
    ImagesResponse answer =
        client
            .images()
            .edit(edit().image(image()).mask(folder.resolve("mask.png")).size("256x256").build());
    int kept = picture(answer, 0).getRGB(90, 128);
    assertThat(kept >> 16 & 0xff).isGreaterThan(180);
    assertThat(kept & 0xff).isLessThan(90);
  }

  @Test
  void varies() throws Exception {
    ImagesResponse answer =
        client
            .images()
            .createVariation(
                ImageCreateVariationParams.builder()
                    .model("shapes")
                    .image(image())
                    .n(2)
                    .putAdditionalBodyProperty("num_inference_steps", JsonValue.from(4))
                    .build());
    assertThat(answer.data().orElseThrow()).hasSize(2);
    assertThat(picture(answer, 1).getHeight()).isEqualTo(ImageFiles.SIZE);
  }

  @Test
  void raisesNotFoundForAnUnknownModel() {
    assertThatThrownBy(() -> client.images().generate(generation().model("none").build()))
        .isInstanceOfSatisfying(
            NotFoundException.class,
            error -> {
              assertThat(error.code()).contains("model_not_found");
              assertThat(error.param()).contains("model");
            });
  }

  @Test
  void raisesBadRequestThatNamesTheField() {
    BadRequestException size =
        catchThrowableOfType(
            BadRequestException.class,
            () -> client.images().generate(generation().size("64by64").build()));
    assertThat(size.param()).contains("size");
    assertThat(size.type()).contains("invalid_request_error");
    BadRequestException image =
        catchThrowableOfType(
            BadRequestException.class,
            () -> client.images().edit(edit().image(new byte[] {1, 2, 3}).build()));
    assertThat(image.param()).contains("image");
    BadRequestException background =
        catchThrowableOfType(
            BadRequestException.class,
            () ->
                client
                    .images()
                    .generate(
                        generation()
                            .background(ImageGenerateParams.Background.TRANSPARENT)
                            .build()));
    assertThat(background.param()).contains("background");
    assertThat(background.getMessage()).contains("opaque");
  }
}
