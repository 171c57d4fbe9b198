package dev.easel.calculators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.easel.calculators.http.FormPart;
import dev.easel.calculators.http.HttpResponsePayload;
import dev.easel.calculators.model.ModelFamily;
import dev.easel.genai.GenerationConfig;
import dev.easel.genai.Image2ImagePipeline;
import dev.easel.genai.InpaintingPipeline;
import dev.easel.genai.StepListener;
import dev.easel.genai.Text2ImagePipeline;
import dev.easel.genai.diffusion.PipelineKind;
import dev.easel.genai.options.PipelineOptions;
import dev.easel.picture.RgbImages;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the families of models do, against GenAI itself. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class FamilyRoadTest {
  private static final PipelineOptions CPU = PipelineOptions.device("CPU");

  /** The trial at load is small, too: it would take most of the time. */
  private static final String SMALL = "default_resolution: \"64x64\"";

  /** Guidance and strength that are not given are those that GenAI takes by itself. */
  @ParameterizedTest
  @CsvSource({
    "sd15, STABLE_DIFFUSION",
    "lcm, LATENT_CONSISTENCY",
    "sdxl, STABLE_DIFFUSION_XL",
    "sd3, STABLE_DIFFUSION_3",
    "flux, FLUX",
    "sd15-inpaint, STABLE_DIFFUSION_INPAINT",
    "sdxl-inpaint, STABLE_DIFFUSION_XL_INPAINT",
    "flux-fill, FLUX_FILL"
  })
  void usualValuesAreThoseOfGenAi(String model, ModelFamily family) {
    try (RgbImages image = image();
        InpaintingPipeline masked = InpaintingPipeline.open(Road.folder(model), CPU)) {
      assertUsual(
          family,
          PipelineKind.INPAINTING,
          config -> masked.generate("a cat", image, image, config, StepListener.NONE));
    }
    if (!family.isInpaintingOnly()) {
      usualValuesWithoutMasksAreThoseOfGenAi(model, family);
    }
  }

  @ParameterizedTest
  @CsvSource({"flux2-klein, FLUX_2_KLEIN", "z-image, Z_IMAGE", "qwen-image, QWEN_IMAGE"})
  void usualValuesWithoutMasksAreThoseOfGenAi(String model, ModelFamily family) {
    Path folder = Road.folder(model);
    try (RgbImages image = image();
        Image2ImagePipeline changed = Image2ImagePipeline.open(folder, CPU);
        Text2ImagePipeline text = Text2ImagePipeline.open(folder, CPU)) {
      assertUsual(
          family,
          PipelineKind.IMAGE_TO_IMAGE,
          config -> changed.generate("a cat", image, config, StepListener.NONE));
      assertUsual(
          family,
          PipelineKind.TEXT_TO_IMAGE,
          config -> text.generate("a cat", config, StepListener.NONE));
    }
  }

  private static void assertUsual(
      ModelFamily family, PipelineKind kind, Function<GenerationConfig, RgbImages> pipeline) {
    GenerationConfig.Builder bare =
        GenerationConfig.builder().numInferenceSteps(4).width(64).height(64);
    ByteBuffer byGenAi = pixels(pipeline.apply(bare.build()));
    bare.guidanceScale(family.usualGuidance(kind).orElseThrow())
        .strength(family.usualStrength(kind).orElseThrow());
    assertThat(pixels(pipeline.apply(bare.build()))).as("%s %s", family, kind).isEqualTo(byGenAi);
  }

  private static ByteBuffer pixels(RgbImages images) {
    try (images) {
      return ByteBuffer.allocate(images.pixels().remaining()).put(images.pixels()).flip();
    }
  }

  private static RgbImages image() {
    RgbImages image = RgbImages.allocate(1, 64, 64);
    ByteBuffer pixels = image.pixels();
    for (int i = 0; pixels.hasRemaining(); i++) {
      pixels.put((byte) (i % 64 < 32 ? 0 : 255));
    }
    return image;
  }

  /** How many native runs two images take: where it is two, GenAI cannot make them at once. */
  @ParameterizedTest
  @CsvSource({"sd15, 1, 2", "lcm, 1, 2", "sdxl, 1, 2", "sd3, 2, 2", "flux, 2, 2"})
  void makesSeveralImagesOfOne(String model, int changed, int masked) {
    try (Road road = Road.open(model, SMALL)) {
      List<FormPart> parts = Road.form("strength", "0.7", "n", "2", "rng_seed", "5");
      assertTwoImages(road.send(Road.edit(parts)), changed);
      parts.add(Road.mask(32, 64));
      assertTwoImages(road.send(Road.edit(parts)), masked);
      assertTwoImages(road.send(Road.generation("\"n\": 2")), 1);
    }
  }

  @ParameterizedTest
  @CsvSource({"flux2-klein, 1", "z-image, 1", "qwen-image, 2"})
  void makesSeveralImagesWithoutMasks(String model, int changed) {
    try (Road road = Road.open(model, SMALL)) {
      assertTwoImages(road.send(Road.edit(Road.form("n", "2", "rng_seed", "5"))), changed);
      assertTwoImages(road.send(Road.generation("\"n\": 2")), 1);
    }
  }

  @ParameterizedTest
  @CsvSource({"sd15-inpaint", "sdxl-inpaint", "flux-fill"})
  void makesSeveralImagesAtOnceWithAModelThatSeesMasks(String model) {
    try (Road road = Road.open(model, SMALL)) {
      List<FormPart> parts = Road.form("n", "2");
      parts.add(Road.mask(64, 128));
      assertTwoImages(road.send(Road.edit(parts)), 1);
    }
  }

  private static void assertTwoImages(HttpResponsePayload answer, int runs) {
    assertThat(answer.headers().get("x-easel-native-runs"))
        .isEqualTo(runs == 1 ? null : String.valueOf(runs));
    assertThat(Road.json(answer).path("data")).hasSize(2);
    assertThat(Road.image(Road.json(answer), 0)).isNotEqualTo(Road.image(Road.json(answer), 1));
  }

  /** OVMS hands it on, too: GenAI may know what is not known here. */
  @Test
  void aClassThatIsNotKnownIsGenAisToJudge(@TempDir Path empty) throws Exception {
    Path model =
        TinyModels.ofClass("SomethingNewPipeline", Road.folder("sd15").toAbsolutePath(), empty);
    assertThatThrownBy(() -> Road.open(model, SMALL).close())
        .hasMessageContaining("cannot be loaded")
        .hasMessageContaining("SomethingNewPipeline");
  }
}
