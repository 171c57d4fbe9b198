package dev.easel.genai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.easel.genai.error.GenAiException;
import dev.easel.genai.options.PipelineOptions;
import dev.easel.genai.options.StaticShape;
import dev.easel.picture.RgbImages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
  void makesImagesOfTheSizeAsked() {
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
  void everyPropertyReachesGenAi() {
    byte[] plain = pixels("a cat", Models.quick().build());
    assertThat(plain)
        .isNotEqualTo(pixels("a dog", Models.quick().build()))
        .isNotEqualTo(pixels("a cat", Models.quick().negativePrompt("a dog").build()))
        .isNotEqualTo(pixels("a cat", Models.quick().guidanceScale(2).build()))
        .isNotEqualTo(pixels("a cat", Models.quick().numInferenceSteps(5).build()));
    refuses(Models.quick().prompt2("x"), "Prompt 2 is not used by Stable Diffusion");
    refuses(Models.quick().prompt3("x"), "Prompt 3 is not used by Stable Diffusion");
    refuses(Models.quick().negativePrompt2("x"), "Negative prompt 2 is not used");
    refuses(Models.quick().negativePrompt3("x"), "Negative prompt 3 is not used");
    refuses(Models.quick().strength(0.5f), "'Strength' generation parameter must be 1.0f");
  }

  @Test
  void sequenceLengthMayChangeFromRunToRun() {
    GenerationConfig small = Models.quick().maxSequenceLength(16).build();
    GenerationConfig large = Models.quick().maxSequenceLength(32).build();
    try (Text2ImagePipeline flux = Text2ImagePipeline.open(Models.FLUX, Models.CPU)) {
      byte[] wanted = pixels(flux, "a cat", small);
      assertThat(pixels(flux, "a cat", large)).isNotEqualTo(wanted);
      assertThat(pixels(flux, "a cat", small)).isEqualTo(wanted);
      assertThat(flux.performanceMetrics().transformer()).isPresent();
      assertThat(flux.performanceMetrics().textEncoderMillis()).hasSize(2);
    }
  }

  @Test
  void secondPromptReachesTheSecondEncoder() {
    GenerationConfig plain = Models.quick().maxSequenceLength(16).build();
    GenerationConfig second = Models.quick().maxSequenceLength(16).prompt2("a dog").build();
    try (Text2ImagePipeline flux = Text2ImagePipeline.open(Models.FLUX, Models.CPU)) {
      assertThat(pixels(flux, "a cat", second)).isNotEqualTo(pixels(flux, "a cat", plain));
    }
  }

  @Test
  void promptKeepsCharactersBeyondTheBasicPlane() {
    assertThat(pixels("\uD83D\uDE00", Models.quick().build()))
        .isNotEqualTo(pixels("\uD83D\uDE01", Models.quick().build()));
  }

  @Test
  void readsImagesThatStayWhileTheNextAreMade() {
    try (RgbImages first = pipeline.generate("a cat", Models.quick().build(), StepListener.NONE)) {
      byte[] before = Models.bytes(first);
      pixels("a dog", Models.quick().rngSeed(1).build());
      assertThat(Models.bytes(first)).isEqualTo(before);
    }
  }

  @Test
  void forksAtOnceGiveThePixelsOfOneAfterTheOther() throws Exception {
    GenerationConfig one = Models.quick().rngSeed(1).numInferenceSteps(8).build();
    GenerationConfig two = Models.quick().rngSeed(2).numInferenceSteps(8).build();
    try (Text2ImagePipeline left = pipeline.fork();
        Text2ImagePipeline right = pipeline.fork()) {
      byte[] wantedLeft = pixels(left, "a cat", one);
      byte[] wantedRight = pixels(right, "a dog", two);
      ExecutorService threads = Executors.newFixedThreadPool(2);
      try {
        CyclicBarrier start = new CyclicBarrier(2);
        for (int round = 0; round < 5; round++) {
          Future<byte[]> a = threads.submit(() -> startTogether(start, left, "a cat", one));
          Future<byte[]> b = threads.submit(() -> startTogether(start, right, "a dog", two));
          assertThat(a.get()).isEqualTo(wantedLeft);
          assertThat(b.get()).isEqualTo(wantedRight);
        }
      } finally {
        threads.shutdownNow();
      }
    }
  }

  @Test
  void threadsOnOnePipelineWaitForEachOther() throws Exception {
    GenerationConfig config = Models.quick().rngSeed(3).numInferenceSteps(4).build();
    byte[] wanted = pixels("a cat", config);
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      List<Future<byte[]>> runs =
          List.of(
              threads.submit(() -> pixels("a cat", config)),
              threads.submit(() -> pixels("a cat", config)),
              threads.submit(() -> pixels("a cat", config)));
      for (Future<byte[]> run : runs) {
        assertThat(run.get()).isEqualTo(wanted);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void forkOutlivesItsSource() {
    byte[] wanted = pixels("a cat", Models.quick().build());
    Text2ImagePipeline source = Text2ImagePipeline.open(Models.SD15, Models.CPU);
    try (Text2ImagePipeline fork = source.fork()) {
      source.close();
      assertThat(pixels(fork, "a cat", Models.quick().build())).isEqualTo(wanted);
    }
  }

  @Test
  void measuresTheLastRun() {
    try (Text2ImagePipeline fresh = Text2ImagePipeline.open(Models.SD15, Models.CPU)) {
      assertThat(fresh.performanceMetrics().loadMillis()).isPositive();
      assertThat(fresh.performanceMetrics().steps()).isZero();
      pixels(fresh, "a cat", Models.quick().numInferenceSteps(20).build());
      PerformanceMetrics metrics = fresh.performanceMetrics();
      assertThat(metrics.generateMillis()).isPositive();
      assertThat(metrics.steps()).as("PNDM takes one more").isEqualTo(21);
      assertThat(metrics.unet()).get().satisfies(unet -> assertThat(unet.mean()).isPositive());
      assertThat(metrics.transformer()).isEmpty();
      assertThat(metrics.textEncoderMillis()).hasSize(1);
    }
  }

  @Test
  void opensOnThreeDevicesWithPropertiesAndFixedShape() {
    PipelineOptions options =
        PipelineOptions.devices("CPU", "CPU", "CPU")
            .withProperties(Map.of("NUM_STREAMS", 2L, "ENABLE_CPU_PINNING", false))
            .withReshape(new StaticShape(1, 64, 64, 7.5f));
    try (Text2ImagePipeline fixed = Text2ImagePipeline.open(Models.SD15, options)) {
      assertThat(pixels(fixed, "a cat", Models.quick().build())).hasSize(64 * 64 * 3);
      assertThatThrownBy(() -> pixels(fixed, "a cat", Models.quick().width(128).build()))
          .isInstanceOf(GenAiException.class)
          .hasMessageContaining("shape=[2,4,8,8]");
      assertThat(pixels(fixed, "a cat", Models.quick().build())).hasSize(64 * 64 * 3);
    }
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
  void namesWhatIsWrongWithTheFolder(@TempDir Path empty) throws Exception {
    assertThatThrownBy(() -> Text2ImagePipeline.open(empty.resolve("none"), Models.CPU))
        .isInstanceOf(GenAiException.class)
        .hasMessage(empty.resolve("none") + " is no model: there is no such folder");
    assertThatThrownBy(() -> Text2ImagePipeline.open(empty, Models.CPU))
        .isInstanceOf(GenAiException.class)
        .hasMessage(empty + " is no model: it has no model_index.json");
    Files.writeString(empty.resolve("model_index.json"), "{ this is no JSON");
    assertThatThrownBy(() -> Text2ImagePipeline.open(empty, Models.CPU))
        .isInstanceOf(GenAiException.class)
        .hasMessageContaining("model_index.json is not JSON")
        .hasMessageContaining("(line 1, column ");
  }

  @Test
  void namesWhatIsWrongWithDeviceAndProperties() {
    assertThatThrownBy(() -> Text2ImagePipeline.open(Models.SD15, PipelineOptions.device("XPU")))
        .isInstanceOf(GenAiException.class)
        .hasMessage("Device with \"XPU\" name is not registered in the OpenVINO Runtime");
    PipelineOptions unknown = Models.CPU.withProperties(Map.of("NO_SUCH", 1L));
    assertThatThrownBy(() -> Text2ImagePipeline.open(Models.SD15, unknown))
        .isInstanceOf(GenAiException.class)
        .hasMessage("NotFound: Unsupported property NO_SUCH by CPU plugin.");
  }

  @Test
  void refusesModelThatOnlyInpaints() {
    assertThatThrownBy(() -> Text2ImagePipeline.open(Models.SD15_INPAINT, Models.CPU))
        .isInstanceOf(GenAiException.class)
        .hasMessage(
            "Unsupported text to image generation pipeline 'StableDiffusionInpaintPipeline'");
  }

  private static void refuses(GenerationConfig.Builder config, String message) {
    assertThatThrownBy(() -> pixels("a cat", config.build()))
        .isInstanceOf(GenAiException.class)
        .hasMessageStartingWith(message);
  }

  private static byte[] startTogether(
      CyclicBarrier start, Text2ImagePipeline fork, String prompt, GenerationConfig config)
      throws Exception {
    start.await();
    return pixels(fork, prompt, config);
  }

  private static byte[] pixels(String prompt, GenerationConfig config) {
    return pixels(pipeline, prompt, config);
  }

  private static byte[] pixels(
      Text2ImagePipeline pipeline, String prompt, GenerationConfig config) {
    try (RgbImages images = pipeline.generate(prompt, config, StepListener.NONE)) {
      return Models.bytes(images);
    }
  }
}
