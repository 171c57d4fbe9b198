package dev.easel.genai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.easel.genai.error.GenAiException;
import dev.easel.picture.RgbImages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class InpaintingPipelineTest {
  private static final GenerationConfig CONFIG =
      GenerationConfig.builder().numInferenceSteps(3).build();

  @Test
  void takesImageAndMask() {
    try (InpaintingPipeline pipeline = InpaintingPipeline.open(Models.SD15, Models.CPU);
        RgbImages image = Models.halves(64, 64);
        RgbImages mask = Models.halves(64, 64);
        RgbImages smallMask = Models.halves(16, 32);
        RgbImages result = pipeline.generate("a cat", image, mask, CONFIG, StepListener.NONE)) {
      assertThat(result.width()).isEqualTo(64);
      assertThat(result.height()).isEqualTo(64);
      pipeline.generate("a cat", image, smallMask, CONFIG, StepListener.NONE).close();
      assertThat(pipeline.performanceMetrics().vaeEncoderMillis()).isNotNegative();
    }
  }

  @Test
  void opensModelThatOnlyInpaints() {
    try (InpaintingPipeline pipeline = InpaintingPipeline.open(Models.SD15_INPAINT, Models.CPU);
        RgbImages image = Models.halves(64, 64);
        RgbImages result = pipeline.generate("a cat", image, image, CONFIG, StepListener.NONE)) {
      assertThat(result.count()).isOne();
      assertThatThrownBy(() -> Text2ImagePipeline.from(pipeline))
          .isInstanceOf(GenAiException.class)
          .hasMessageContaining("from InpaintingPipeline with inpainting model");
    }
  }

  @Test
  void chainOnOneLoadGivesThePixelsOfSingleLoads() {
    GenerationConfig text = Models.quick().build();
    InpaintingPipeline inpainting = InpaintingPipeline.open(Models.SD15, Models.CPU);
    try (Image2ImagePipeline image = Image2ImagePipeline.from(inpainting);
        Text2ImagePipeline first = Text2ImagePipeline.from(image);
        Text2ImagePipeline second = Text2ImagePipeline.from(inpainting);
        Text2ImagePipeline alone = Text2ImagePipeline.open(Models.SD15, Models.CPU)) {
      byte[] wanted = pixels(alone, text);
      assertThat(pixels(first, text)).isEqualTo(wanted);
      inpainting.close();
      assertThat(pixels(second, text)).isEqualTo(wanted);
      try (Text2ImagePipeline fork = second.fork()) {
        assertThat(pixels(fork, text)).isEqualTo(wanted);
      }
    }
  }

  @Test
  void convertedFluxPipelinesGenerate() {
    try (InpaintingPipeline inpainting = InpaintingPipeline.open(Models.FLUX, Models.CPU);
        Image2ImagePipeline image = Image2ImagePipeline.from(inpainting);
        Text2ImagePipeline text = Text2ImagePipeline.from(image);
        Text2ImagePipeline alone = Text2ImagePipeline.open(Models.FLUX, Models.CPU);
        RgbImages start = Models.halves(64, 64)) {
      assertThat(pixels(text, Models.quick().build()))
          .isEqualTo(pixels(alone, Models.quick().build()));
      GenerationConfig config = Models.quick().strength(1).build();
      try (RgbImages edited = image.generate("a cat", start, config, StepListener.NONE)) {
        assertThat(edited.width()).isEqualTo(64);
      }
    }
  }

  @Test
  void sequenceLengthMayChangeFromRunToRun() {
    GenerationConfig small = Models.quick().strength(1).maxSequenceLength(16).build();
    GenerationConfig large = Models.quick().strength(1).maxSequenceLength(32).build();
    try (InpaintingPipeline pipeline = InpaintingPipeline.open(Models.FLUX, Models.CPU);
        RgbImages image = Models.halves(64, 64)) {
      byte[] wanted = pixels(pipeline, image, small);
      assertThat(pixels(pipeline, image, large)).isNotEqualTo(wanted);
      assertThat(pixels(pipeline, image, small)).isEqualTo(wanted);
    }
  }

  private static byte[] pixels(
      InpaintingPipeline pipeline, RgbImages image, GenerationConfig config) {
    try (RgbImages result = pipeline.generate("a cat", image, image, config, StepListener.NONE)) {
      return Models.bytes(result);
    }
  }

  @Test
  void refusesSeveralImagesAndTinyOnes() {
    try (InpaintingPipeline pipeline = InpaintingPipeline.open(Models.SD15, Models.CPU);
        RgbImages image = Models.halves(64, 64);
        RgbImages two = RgbImages.allocate(2, 64, 64);
        RgbImages tiny = RgbImages.allocate(1, 64, 4)) {
      assertThatThrownBy(() -> pipeline.generate("a", two, image, CONFIG, StepListener.NONE))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("image must be one picture, not 2");
      assertThatThrownBy(() -> pipeline.generate("a", image, tiny, CONFIG, StepListener.NONE))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("the width of mask must be from 16 to 16384, not 4");
    }
  }

  private static byte[] pixels(Text2ImagePipeline pipeline, GenerationConfig config) {
    try (RgbImages images = pipeline.generate("a cat", config, StepListener.NONE)) {
      return Models.bytes(images);
    }
  }
}
