package dev.easel.calculators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.easel.calculators.http.FormPart;
import dev.easel.calculators.http.HttpResponsePayload;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which denoising steps a model computes, as request, node and GenAI say. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class TaylorSeerRoadTest {
  private static final String STEPS =
      "\"size\": \"64x64\", \"rng_seed\": 3, \"num_inference_steps\": 12";
  private static final String ALL = "\"taylorseer_config\": {\"cache_interval\": 1}";
  private static final String SAVED = "x-easel-saved-steps";

  @ParameterizedTest
  @ValueSource(strings = {"flux", "sd3"})
  void savesTheStepsThatGenAiSaves(String model) throws Exception {
    try (Road road = Road.open(model, "")) {
      HttpResponsePayload usual = road.send(Road.generation(STEPS));
      assertThat(usual.headers()).containsEntry(SAVED, "3");
      HttpResponsePayload all = road.send(Road.generation(STEPS + ", " + ALL));
      assertThat(all.headers()).doesNotContainKey(SAVED);
      HttpResponsePayload same =
          road.send(
              Road.generation(
                  STEPS + ", \"taylorseer_config\": {\"disable_cache_after_step\": -2}"));
      assertThat(pixels(same)).isEqualTo(pixels(usual)).isNotEqualTo(pixels(all));
    }
  }

  /** Edits save steps only where they are told to. */
  @Test
  void formsSayItByMembers() throws Exception {
    try (Road road = Road.open("flux", "")) {
      HttpResponsePayload usual = road.send(Road.edit(form()));
      assertThat(usual.headers()).doesNotContainKey(SAVED);
      HttpResponsePayload saving =
          road.send(
              Road.edit(
                  form(
                      FormPart.text("taylorseer_config[cache_interval]", "2"),
                      FormPart.text("taylorseer_config[disable_cache_before_step]", "4"))));
      assertThat(saving.headers()).containsEntry(SAVED, "3");
    }
  }

  @Test
  void nodeSaysItWhereRequestsDoNot() throws Exception {
    try (Road road = Road.open("flux", "taylorseer_config { cache_interval: 1 }")) {
      assertThat(road.send(Road.generation(STEPS)).headers()).doesNotContainKey(SAVED);
      assertThat(
              road.send(Road.generation(STEPS + ", \"taylorseer_config\": {\"cache_interval\": 4}"))
                  .headers())
          .containsEntry(SAVED, "3");
    }
  }

  @Test
  void recipeMakesThePictureAgain() throws Exception {
    try (Road road = Road.open("flux", "taylorseer_config { cache_interval: 2 }");
        Road other = Road.open("flux", "")) {
      HttpResponsePayload made = road.send(Road.generation(STEPS));
      JsonNode recipe = recipe(made);
      assertThat(recipe.path("taylorseer_config").path("cache_interval").intValue()).isEqualTo(2);
      HttpResponsePayload again =
          other.send(
              Road.generation(
                  STEPS + ", \"taylorseer_config\": " + recipe.get("taylorseer_config")));
      assertThat(pixels(again)).isEqualTo(pixels(made));
    }
  }

  @Test
  void otherFamiliesTellThatItHasNoEffect() throws IOException {
    try (Road road = Road.open("sd15", "")) {
      assertThat(road.send(Road.generation(STEPS + ", " + ALL)).headers())
          .containsEntry("x-easel-ignored-parameters", "taylorseer_config")
          .doesNotContainKey(SAVED);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sd15 | cache_interval: 2 | is for FLUX.1 and Stable Diffusion 3, and this is Stable Diffusion",
        "flux | cache_interval: 0 | cache_interval 0 is not between 1 and 10000",
        "flux | disable_cache_before_step: -1 | disable_cache_before_step -1 is not between 0"
      })
  void refusesTheNode(String model, String option, String reason) {
    assertThatThrownBy(() -> Road.open(model, "taylorseer_config { " + option + " }"))
        .hasMessageContaining("taylorseer_config")
        .hasMessageContaining(reason);
  }

  private static List<FormPart> form(FormPart... more) {
    List<FormPart> parts = new ArrayList<>(List.of(more));
    parts.add(FormPart.text("prompt", "a dog"));
    parts.add(FormPart.text("num_inference_steps", "12"));
    parts.add(FormPart.text("strength", "1"));
    parts.add(FormPart.file("image", "x.png", "image/png", Road.image(64, 64)));
    return parts;
  }

  private static ByteBuffer file(HttpResponsePayload made) {
    return Road.image(Road.json(made), 0);
  }

  private static int[] pixels(HttpResponsePayload made) throws IOException {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(file(made).array()));
    return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
  }

  /** The JSON text that the file carries along. */
  private static JsonNode recipe(HttpResponsePayload made) throws IOException {
    String bytes = new String(file(made).array(), StandardCharsets.ISO_8859_1);
    int from = bytes.indexOf("{\"endpoint\"");
    return new ObjectMapper().readTree(bytes.substring(from));
  }
}
