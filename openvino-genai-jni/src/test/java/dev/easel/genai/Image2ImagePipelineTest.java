package dev.easel.genai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.easel.picture.RgbImages;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class Image2ImagePipelineTest {
  private static Image2ImagePipeline pipeline;

  @BeforeAll
  static void openModel() {
    pipeline = Image2ImagePipeline.open(Models.SD15, Models.CPU);
  }

  @AfterAll
  static void closeModel() {
    pipeline.close();
  }

  @Test
  void resultDependsOnImageAndStrength() {
    try (RgbImages halves = Models.halves(64, 64);
        RgbImages black = RgbImages.allocate(1, 64, 64)) {
      byte[] wanted = pixels(halves, config(0.5f));
      assertThat(wanted)
          .isEqualTo(pixels(halves, config(0.5f)))
          .isNotEqualTo(pixels(black, config(0.5f)))
          .isNotEqualTo(pixels(halves, config(0.9f)));
    }
  }

  @Test
  void takesTheSizeOfTheImageOrTheOneAsked() {
    try (RgbImages odd = Models.halves(70, 100);
        RgbImages kept = pipeline.generate("a cat", odd, config(0.5f), StepListener.NONE);
        RgbImages resized =
            pipeline.generate(
                "a cat", odd, Models.quick().strength(0.5f).build(), StepListener.NONE)) {
      assertThat(kept.height()).isEqualTo(64);
      assertThat(kept.width()).isEqualTo(96);
      assertThat(resized.height()).isEqualTo(64);
      assertThat(resized.width()).isEqualTo(64);
    }
  }

  @Test
  void takesResultAsImage() {
    try (RgbImages halves = Models.halves(64, 64);
        RgbImages first = pipeline.generate("a cat", halves, config(0.5f), StepListener.NONE);
        RgbImages copy = RgbImages.allocate(1, 64, 64)) {
      copy.pixels().put(first.pixels());
      assertThat(pixels(first, config(0.5f))).isEqualTo(pixels(copy, config(0.5f)));
    }
  }

  @Test
  void strengthZeroRunsToo() {
    try (RgbImages halves = Models.halves(64, 64)) {
      assertThat(pixels(halves, config(0))).hasSize(64 * 64 * 3);
    }
  }

  @Test
  void forkGivesTheSamePixels() {
    try (RgbImages halves = Models.halves(64, 64);
        Image2ImagePipeline fork = pipeline.fork();
        RgbImages forked = fork.generate("a cat", halves, config(0.5f), StepListener.NONE)) {
      assertThat(Models.bytes(forked)).isEqualTo(pixels(halves, config(0.5f)));
    }
  }

  @Test
  void refusesImageThatIsClosed() {
    RgbImages closed = Models.halves(64, 64);
    closed.close();
    assertThatThrownBy(() -> pixels(closed, config(0.5f)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the RgbImages are closed");
  }

  private static GenerationConfig config(float strength) {
    return GenerationConfig.builder().numInferenceSteps(4).strength(strength).build();
  }

  private static byte[] pixels(RgbImages image, GenerationConfig config) {
    try (RgbImages images = pipeline.generate("a cat", image, config, StepListener.NONE)) {
      return Models.bytes(images);
    }
  }
}
