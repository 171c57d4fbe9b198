package dev.easel.calculators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.easel.calculators.http.FormPart;
import dev.easel.calculators.http.HttpRequestPayload;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each family of models makes of requests, and what it refuses. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class FamilyRequestTest {
  @TempDir private Path folder;

  private Road open(String model, String options) throws IOException {
    return model.equals("sd3 without T5")
        ? Road.open(TinyModels.withoutT5(Road.folder("sd3"), folder), options)
        : Road.open(model, options);
  }

  @ParameterizedTest
  @CsvSource({
    "sd15, prompt negative_prompt",
    "lcm, prompt",
    "sdxl, prompt prompt_2 negative_prompt negative_prompt_2",
    "sd3, prompt prompt_2 prompt_3 negative_prompt negative_prompt_2 negative_prompt_3",
    "sd3 without T5, prompt prompt_2 negative_prompt negative_prompt_2",
    "flux, prompt prompt_2"
  })
  void makesImagesFromTextsAndFromImages(String model, String texts) throws Exception {
    try (Road road = open(model, "")) {
      int[] image = pixels(road, Road.edit(Road.form("strength", "0.6", "rng_seed", "1")));
      assertThat(image).hasSize(64 * 128);
      int[] same = pixels(road, Road.edit(Road.form("strength", "0.6", "rng_seed", "1")));
      assertThat(same).isEqualTo(image);
      int[] other = pixels(road, Road.edit(Road.form("strength", "0.6", "rng_seed", "2")));
      assertThat(other).isNotEqualTo(image);
      assertMasks(road, List.of(texts.split(" ")));
      int[] plain = pixels(road, Road.generation("\"rng_seed\": 1, \"size\": \"80x48\""));
      assertThat(plain).hasSize(80 * 48);
      assertThat(pixels(road, Road.generation("\"rng_seed\": 1, \"size\": \"80x48\"")))
          .isEqualTo(plain);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "sd15-inpaint, prompt negative_prompt",
    "sdxl-inpaint, prompt prompt_2 negative_prompt negative_prompt_2",
    "flux-fill, prompt prompt_2"
  })
  void makesImagesUnderMasks(String model, String texts) throws Exception {
    try (Road road = open(model, "")) {
      assertMasks(road, List.of(texts.split(" ")));
      assertThat(road.refuse(Road.generation("")).param()).hasValue("model");
      assertThat(road.refuse(Road.edit(Road.form("strength", "1"))))
          .hasMessageContaining("Image-to-image pipeline is not available", "[Inpainting]")
          .satisfies(refusal -> assertThat(refusal.param()).hasValue("mask"));
    }
  }

  /** Each of the texts makes another image than it was before. */
  private static void assertMasks(Road road, List<String> texts) throws IOException {
    int[] before = masked(road, "rng_seed", "1");
    assertThat(before).hasSize(64 * 128);
    assertThat(masked(road, "rng_seed", "1")).isEqualTo(before);
    assertThat(masked(road, "rng_seed", "2")).isNotEqualTo(before);
    for (String text : texts) {
      int[] after = masked(road, "rng_seed", "1", text, "a green circle");
      assertThat(after).as(text).isNotEqualTo(before);
    }
  }

  private static int[] masked(Road road, String... fields) throws IOException {
    List<FormPart> parts = Road.form(fields);
    if (List.of(fields).contains("prompt")) {
      parts.remove(0);
    }
    parts.add(FormPart.text("strength", "0.9"));
    parts.add(Road.mask(64, 128));
    return pixels(road, Road.edit(parts));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "lcm | \"negative_prompt\": \"a\" | negative_prompt | know no negative prompts",
        "lcm | \"prompt_2\": \"a\" | prompt_2 | one text encoder",
        "sd3 without T5 | \"prompt_3\": \"a\" | prompt_3 | two text encoders",
        "sd3 without T5 | \"negative_prompt_3\": \"a\" | negative_prompt_3 | two text encoders",
        "sd3 | \"negative_prompt_3\": \"a\", \"guidance_scale\": 1 | negative_prompt_3 | above 1",
        "sd3 | \"max_sequence_length\": 513 | max_sequence_length | between 1 and 512",
        "sd3 without T5 | \"max_sequence_length\": 513 | max_sequence_length | between 1 and 512",
        "sd3 | \"size\": \"72x64\" | size | not a multiple of 16",
        "sd3 | \"size\": \"64x272\" | size | more than 256x256",
        "flux | \"negative_prompt\": \"a\" | negative_prompt | know no negative prompts",
        "flux | \"prompt_3\": \"a\" | prompt_3 | two text encoders",
        "flux | \"size\": \"72x64\" | size | not a multiple of 16"
      })
  void refusesWhatTheFamilyCannotDo(String model, String fields, String field, String reason)
      throws Exception {
    try (Road road = open(model, "")) {
      assertThat(road.refuse(Road.generation(fields)))
          .hasMessageContaining(reason)
          .satisfies(refusal -> assertThat(refusal.param()).hasValue(field));
    }
  }

  /** The VAE of the shipped model makes 16 pixels of a cell, where its family usually has 8. */
  @Test
  void sidesFollowTheVae() throws Exception {
    Path shapes = Path.of("../models/shapes").toAbsolutePath().normalize();
    try (Road road = Road.open(shapes, "")) {
      assertThat(road.refuse(Road.generation("\"size\": \"72x64\"")))
          .hasMessageContaining("72 is not a multiple of 16")
          .satisfies(refusal -> assertThat(refusal.param()).hasValue("size"));
      List<FormPart> parts = Road.form("strength", "0.6");
      parts.removeIf(part -> part.name().equals("image"));
      parts.add(FormPart.file("image", "x.png", "image/png", Road.image(72, 40)));
      assertThat(pixels(road, Road.edit(parts))).hasSize(64 * 32);
    }
  }

  /** GenAI knows no unguided half of such a model, whatever class the model is saved as. */
  @Test
  void guidanceThatIsTakenInLeavesNoRoomForNegativePrompts() throws Exception {
    Path model = TinyModels.ofClass("StableDiffusionPipeline", Road.folder("lcm"), folder);
    try (Road road = Road.open(model, "")) {
      assertThat(road.ask(Road.generation("")).path("data")).hasSize(1);
      assertThat(road.refuse(Road.generation("\"negative_prompt\": \"a\"")))
          .hasMessageContaining("time_cond_proj_dim", "leave it out")
          .satisfies(refusal -> assertThat(refusal.param()).hasValue("negative_prompt"));
    }
  }

  @Test
  void refusesLongTextsByTheirFields() throws Exception {
    String text = "\"" + "cat ".repeat(100) + "\"";
    try (Road road = open("sd15", "reject_long_prompts: true")) {
      assertThat(road.refuse(Road.generation("\"negative_prompt\": " + text)))
          .hasMessageContaining("this model takes 77")
          .satisfies(refusal -> assertThat(refusal.param()).hasValue("negative_prompt"));
    }
  }

  /** A T5 encoder would keep the shape of its first run. */
  @Test
  void guidanceMayComeAndGo() throws Exception {
    try (Road road = open("sd3", "")) {
      int[] guided = pixels(road, Road.generation("\"rng_seed\": 1, \"guidance_scale\": 7"));
      int[] usual = pixels(road, Road.generation("\"rng_seed\": 1"));
      int[] free = pixels(road, Road.generation("\"rng_seed\": 1, \"guidance_scale\": 1"));
      assertThat(usual).isEqualTo(guided);
      assertThat(free).isNotEqualTo(guided);
      assertThat(pixels(road, Road.generation("\"rng_seed\": 1"))).isEqualTo(guided);
      int[] masked = masked(road, "rng_seed", "1");
      assertThat(masked(road, "rng_seed", "1", "guidance_scale", "1")).isNotEqualTo(masked);
      assertThat(masked(road, "rng_seed", "1")).isEqualTo(masked);
    }
  }

  @ParameterizedTest
  @CsvSource({"sd3", "flux", "flux-fill"})
  void sequenceLengthMayChangeUnderMasks(String model) throws Exception {
    try (Road road = open(model, "")) {
      int[] usual = masked(road, "rng_seed", "1");
      int[] brief = masked(road, "rng_seed", "1", "max_sequence_length", "8");
      assertThat(brief).isNotEqualTo(usual);
      assertThat(masked(road, "rng_seed", "1")).isEqualTo(usual);
      assertThat(masked(road, "rng_seed", "1", "max_sequence_length", "8")).isEqualTo(brief);
    }
  }

  /** Strength takes its part of the 50 steps that the scheduler was made for, not of the few. */
  @Test
  void latentConsistencyKnowsLittleStrength() throws Exception {
    try (Road road = open("lcm", "")) {
      assertThat(road.ask(Road.edit(Road.form("strength", "0.02"))).path("data")).hasSize(1);
      assertThat(road.refuse(Road.edit(Road.form("strength", "0.019"))))
          .hasMessageContaining("0.019 of 50 steps leaves no whole step; raise strength")
          .satisfies(refusal -> assertThat(refusal.param()).hasValue("strength"));
    }
  }

  @Test
  void makesNoMoreStepsThanTheSchedulerHas() throws Exception {
    try (Road road = open("sd15", "max_num_inference_steps: 2000")) {
      List<FormPart> parts = Road.form("strength", "0.5");
      parts.set(1, FormPart.text("num_inference_steps", "1000"));
      assertThat(road.refuse(Road.edit(parts))).hasMessageContaining("more than the 999");
    }
  }

  @Test
  void compiledForSeveralImagesItTakesNoneIn() throws Exception {
    try (Road road = open("sd3", "resolution: '64x64' num_images_per_prompt: 2")) {
      assertThat(road.ask(Road.generation("\"n\": 2")).path("data")).hasSize(2);
      assertThat(road.refuse(Road.generation("\"n\": 2, \"max_sequence_length\": 9")).param())
          .hasValue("max_sequence_length");
      assertThat(road.refuse(Road.edit(Road.form("n", "2", "size", "64x64", "strength", "0.9"))))
          .hasMessageContaining("compiled for several pictures at once, it takes none in");
    }
    assertThatThrownBy(() -> open("lcm", "resolution: '64x64' num_images_per_prompt: 2"))
        .hasMessageContaining("Latent Consistency models can be compiled for one picture only");
  }

  @ParameterizedTest
  @CsvSource({
    "flux, device: 'CPU NPU CPU' resolution: '64x64'",
    "flux, device: 'NPU'",
    "flux-fill, device: 'NPU NPU NPU' resolution: '64x64 128x128'"
  })
  void fluxIsRefusedOnAnNpu(String model, String options) {
    assertThatThrownBy(() -> open(model, options).close())
        .hasMessageContaining("FLUX models do not run on an NPU");
  }

  /** What the image shows, without the texts that its file holds. */
  private static int[] pixels(Road road, HttpRequestPayload request) throws IOException {
    byte[] file = Road.image(road.ask(request), 0).array();
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(file));
    int[] rgb = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    assertThat(Arrays.stream(rgb).distinct().count()).isGreaterThan(1);
    return rgb;
  }
}
