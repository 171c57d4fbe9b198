package dev.easel.genai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.easel.genai.lora.LoraAdapter;
import dev.easel.genai.lora.LoraSelection;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GenerationConfigTest {
  @ParameterizedTest
  @MethodSource("refused")
  void refusesValueAndSaysWhatIsRight(GenerationConfig.Builder config, String message) {
    assertThatThrownBy(config::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of(
            config().numInferenceSteps(0), "num_inference_steps must be from 1 to 10000, not 0"),
        Arguments.of(
            config().numImagesPerPrompt(-1),
            "num_images_per_prompt must be from 1 to 1024, not -1"),
        Arguments.of(config().strength(1.5f), "strength must be from 0.0 to 1.0, not 1.5"),
        Arguments.of(config().strength(Float.NaN), "strength must be from 0.0 to 1.0, not NaN"),
        Arguments.of(
            config().guidanceScale(Float.POSITIVE_INFINITY),
            "guidance_scale must be from 0.0 to 3.4028235E38, not Infinity"),
        Arguments.of(config().width(0), "width must be from 1 to 16384, not 0"),
        Arguments.of(config().height(20_000), "height must be from 1 to 16384, not 20000"),
        Arguments.of(
            config().maxSequenceLength(0), "max_sequence_length must be from 1 to 16384, not 0"),
        Arguments.of(
            config().negativePrompt("a\0b"), "negative_prompt must not hold the character U+0000"));
  }

  @Test
  void seedTakesEveryBit() {
    assertThat(config().rngSeed(-1).build().rngSeed()).contains(-1L);
  }

  @Test
  void alphasMustBeFinite() {
    LoraAdapter adapter = LoraAdapter.open(Models.LORA, Models.SD15_LAYERS);
    try (adapter) {
      Map<LoraAdapter, Float> alphas = Map.of(adapter, Float.NaN);
      assertThatThrownBy(() -> new LoraSelection(alphas))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageEndingWith("must be a finite number, not NaN");
    }
  }

  private static GenerationConfig.Builder config() {
    return GenerationConfig.builder();
  }
}
