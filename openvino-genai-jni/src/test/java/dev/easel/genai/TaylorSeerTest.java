package dev.easel.genai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.easel.genai.options.TaylorSeerCacheConfig;
import dev.easel.picture.RgbImages;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** GenAI saves the steps that it is told to save: every member of the configuration arrives. */
@Timeout(120)
class TaylorSeerTest {
  private static Text2ImagePipeline pipeline;
  private static byte[] computed;

  @BeforeAll
  static void open() {
    pipeline = Text2ImagePipeline.open(Models.FLUX, Models.CPU);
    computed = run(12, TaylorSeerCacheConfig.OFF);
  }

  @AfterAll
  static void close() {
    pipeline.close();
  }

  @Test
  void textToImageSavesStepsUnlessItIsTold() {
    byte[] usual = bytes(config(12).build());
    assertThat(usual).isNotEqualTo(computed);
    assertThat(usual).isEqualTo(run(12, new TaylorSeerCacheConfig(3, 6, -2)));
  }

  @ParameterizedTest
  @CsvSource({"2, 12, 20", "3, 6, 6", "3, 6, -6", "3, 0, 2", "3, 0, 0", "9, 6, -12"})
  void savesNoStepWhereNoneIsLeft(int interval, int before, int after) {
    assertThat(run(12, new TaylorSeerCacheConfig(interval, before, after))).isEqualTo(computed);
  }

  /** Each differs from the first in one member, and so in the steps that are saved. */
  @Test
  void everyMemberCounts() {
    byte[] first = run(12, new TaylorSeerCacheConfig(3, 6, 12));
    assertThat(first).isNotEqualTo(computed);
    assertThat(run(12, new TaylorSeerCacheConfig(2, 6, 12))).isNotEqualTo(first);
    assertThat(run(12, new TaylorSeerCacheConfig(3, 7, 12))).isNotEqualTo(first);
    assertThat(run(12, new TaylorSeerCacheConfig(3, 6, 11))).isEqualTo(first);
    assertThat(run(12, new TaylorSeerCacheConfig(3, 6, 10))).isNotEqualTo(first);
    assertThat(run(12, new TaylorSeerCacheConfig(3, 6, -2)))
        .isEqualTo(run(12, new TaylorSeerCacheConfig(3, 6, 10)));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 6, -2, 'cache_interval must be from 1 to 10000, not 0'",
    "3, -1, -2, 'disable_cache_before_step must be from 0 to 10000, not -1'",
    "3, 6, -10001, 'disable_cache_after_step must be from -10000 to 10000, not -10001'"
  })
  void refusesWhatGenAiWouldReadWrongly(int interval, int before, int after, String message) {
    assertThatThrownBy(() -> new TaylorSeerCacheConfig(interval, before, after))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  private static GenerationConfig.Builder config(int steps) {
    return GenerationConfig.builder().numInferenceSteps(steps).width(64).height(64).rngSeed(5);
  }

  private static byte[] run(int steps, TaylorSeerCacheConfig cache) {
    return bytes(config(steps).taylorSeer(cache).build());
  }

  private static byte[] bytes(GenerationConfig config) {
    try (RgbImages images = pipeline.generate("a cat", config, StepListener.NONE)) {
      return Models.bytes(images);
    }
  }
}
