package dev.easel.genai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class Text2ImagePipelineTest {
  private static Text2ImagePipeline pipeline;

  @BeforeAll
  static void openModel() {
    pipeline = Text2ImagePipeline.open(Models.SD15, Models.CPU);
  }

  @AfterAll
  static void closeModel() {
    pipeline.close();
  }

  @Test
  void makesPicturesOfTheSizeAsked() {
    GenerationConfig config = Models.quick().numImagesPerPrompt(2).width(64).height(128).build();
    try (RgbImages images = pipeline.generate("a cat", config, StepListener.NONE)) {
      assertThat(images.count()).isEqualTo(2);
      assertThat(images.width()).isEqualTo(64);
      assertThat(images.height()).isEqualTo(128);
      assertThat(images.pixels().isDirect()).isTrue();
      assertThat(images.pixels().remaining()).isEqualTo(2 * 64 * 128 * 3);
    }
  }

  @Test
  void sameSeedGivesSamePixels() {
    assertThat(pixels("a cat", Models.quick().rngSeed(7).build()))
        .isEqualTo(pixels("a cat", Models.quick().rngSeed(7).build()))
        .isNotEqualTo(pixels("a cat", Models.quick().rngSeed(8).build()));
  }

  @Test
  void promptKeepsCharactersBeyondTheBasicPlane() {
    assertThat(pixels("\uD83D\uDE00", Models.quick().build()))
        .isNotEqualTo(pixels("\uD83D\uDE01", Models.quick().build()));
  }

  @Test
  void listenerSeesStepsInOrder() {
    List<Integer> steps = new ArrayList<>();
    GenerationConfig config = Models.quick().numInferenceSteps(6).build();
    pipeline
        .generate(
            "a cat",
            config,
            step -> {
              steps.add(step.step());
              return step.step() < step.steps();
            })
        .close();
    assertThat(steps).isNotEmpty().isSorted().startsWith(0, 1);
  }

  @Test
  void refusesPromptWithNul() {
    assertThatThrownBy(() -> pixels("a\0b", GenerationConfig.DEFAULTS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("prompt must not hold the character U+0000");
  }

  @Test
  void nativeRefusalKeepsItsMessageWithoutSourcePaths() {
    assertThatThrownBy(() -> pixels("a cat", Models.quick().width(65).build()))
        .isInstanceOf(GenAiException.class)
        .hasMessage("Both 'width' and 'height' must be divisible by 8");
  }

  @Test
  void namesFolderThatIsNoModel(@TempDir Path empty) {
    assertThatThrownBy(() -> Text2ImagePipeline.open(empty, Models.CPU))
        .isInstanceOf(GenAiException.class)
        .hasMessage(empty + " is no model: it has no model_index.json");
  }

  private static byte[] pixels(String prompt, GenerationConfig config) {
    try (RgbImages images = pipeline.generate(prompt, config, StepListener.NONE)) {
      return Models.bytes(images);
    }
  }
}
