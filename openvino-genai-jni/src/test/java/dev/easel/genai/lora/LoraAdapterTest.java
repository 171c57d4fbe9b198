package dev.easel.genai.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.easel.genai.GenerationConfig;
import dev.easel.genai.InpaintingPipeline;
import dev.easel.genai.Models;
import dev.easel.genai.StepListener;
import dev.easel.genai.Text2ImagePipeline;
import dev.easel.genai.error.GenAiException;
import dev.easel.picture.RgbImages;
import java.util.ArrayList;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(120)
class LoraAdapterTest {
  /** So many that the text encoder's part shows in the pixels. */
  private static final int STEPS = 4;

  private static LoraAdapter one;
  private static LoraAdapter two;
  private static byte[] base;
  private static byte[] onlyOne;
  private static byte[] onlyTwo;

  @BeforeAll
  static void openAdapters() {
    one = LoraAdapter.open(Models.LORA, Models.SD15_LAYERS);
    two = LoraAdapter.open(Models.OTHER_LORA, Models.SD15_LAYERS);
    base = alone(LoraMode.AUTO, Map.of(one, 0f, two, 0f));
    onlyOne = alone(LoraMode.AUTO, Map.of(one, 1f));
    onlyTwo = alone(LoraMode.AUTO, Map.of(two, 1f));
  }

  /** In a pipeline that has run nothing else. */
  private static byte[] alone(LoraMode mode, Map<LoraAdapter, Float> alphas) {
    try (Text2ImagePipeline pipeline = open(mode, one, two)) {
      return pixels(pipeline, alphas);
    }
  }

  @AfterAll
  static void closeAdapters() {
    one.close();
    two.close();
  }

  /** The sums are rounded at other places, which a step or two of a colour may show. */
  @Test
  void alphaZeroIsTheModelWithoutAdapters() {
    try (Text2ImagePipeline bare = Text2ImagePipeline.open(Models.SD15, Models.CPU)) {
      byte[] wanted = pixels(bare, Map.of());
      assertThat(largestDifference(base, wanted)).isLessThan(8);
      assertThat(largestDifference(onlyOne, wanted)).isGreaterThan(40);
    }
  }

  private static int largestDifference(byte[] some, byte[] others) {
    int largest = 0;
    for (int i = 0; i < some.length; i++) {
      largest = Math.max(largest, Math.abs((some[i] & 0xff) - (others[i] & 0xff)));
    }
    return largest;
  }

  @Test
  void alphaZeroIsTheBaseAndAlphaOneIsNot() {
    try (Text2ImagePipeline pipeline = open(LoraMode.AUTO, one, two)) {
      assertThat(pixels(pipeline, Map.of(one, 0f))).isEqualTo(base);
      assertThat(pixels(pipeline, Map.of(one, 1f))).isEqualTo(onlyOne).isNotEqualTo(base);
      assertThat(pixels(pipeline, Map.of(one, 0.5f))).isNotEqualTo(base).isNotEqualTo(onlyOne);
      assertThat(pixels(pipeline, Map.of()))
          .as("opened with alpha 1")
          .isEqualTo(pixels(pipeline, Map.of(one, 1f, two, 1f)));
    }
  }

  @Test
  void openingAlphaCountsWhereTheRunNamesNone() {
    try (LoraAdapter off = LoraAdapter.open(Models.LORA, Models.SD15_LAYERS, 0);
        Text2ImagePipeline pipeline = open(LoraMode.AUTO, off)) {
      byte[] zero = pixels(pipeline, Map.of(off, 0f));
      assertThat(pixels(pipeline, Map.of())).isEqualTo(zero);
      assertThat(pixels(pipeline, Map.of(off, 1f))).isNotEqualTo(zero);
      assertThat(pixels(pipeline, Map.of())).isEqualTo(zero);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"AUTO", "STATIC_RANK"})
  void everyAlphaOfSeveralCounts(LoraMode mode) {
    try (Text2ImagePipeline pipeline = open(mode, one, two)) {
      byte[] both = pixels(pipeline, Map.of());
      // GenAI compares only the alpha of the last adapter: the other one must change alone, too.
      for (Map<LoraAdapter, Float> alphas :
          List.of(
              Map.of(one, 0f, two, 1f),
              Map.of(one, 1f, two, 1f),
              Map.of(one, 1f),
              Map.of(one, 0f, two, 0f))) {
        assertThat(pixels(pipeline, alphas)).as("%s", alphas).isEqualTo(alone(mode, alphas));
      }
      assertThat(pixels(pipeline, Map.of())).isEqualTo(both);
    }
  }

  @Test
  void forkHasAdaptersOfItsOwn() {
    try (Text2ImagePipeline pipeline = open(LoraMode.AUTO, one, two)) {
      byte[] full = pixels(pipeline, Map.of());
      try (Text2ImagePipeline fork = pipeline.fork()) {
        assertThat(pixels(fork, Map.of())).isEqualTo(full);
        assertThat(pixels(fork, Map.of(one, 0f))).isEqualTo(base);
        assertThat(pixels(pipeline, Map.of())).isEqualTo(full);
        assertThat(pixels(fork, Map.of(one, 0f))).isEqualTo(base);
      }
    }
  }

  @Test
  void forksAtOnceKeepTheirAlphas() throws Exception {
    try (Text2ImagePipeline pipeline = open(LoraMode.AUTO, one, two);
        Text2ImagePipeline fork = pipeline.fork()) {
      byte[] full = pixels(pipeline, Map.of(one, 1f));
      ExecutorService threads = Executors.newFixedThreadPool(2);
      CyclicBarrier start = new CyclicBarrier(2);
      try {
        for (int round = 0; round < 5; round++) {
          Future<byte[]> on = threads.submit(() -> startTogether(start, pipeline, Map.of(one, 1f)));
          Future<byte[]> off = threads.submit(() -> startTogether(start, fork, Map.of(one, 0f)));
          assertThat(on.get()).isEqualTo(full);
          assertThat(off.get()).isEqualTo(base);
        }
      } finally {
        threads.shutdownNow();
      }
    }
  }

  /** One changes the text encoder and the denoiser, two the denoiser alone. */
  @Test
  void adaptersOfDifferentLayersTakeTurnsInOnePipeline() {
    try (Text2ImagePipeline pipeline = open(LoraMode.AUTO, one, two);
        Text2ImagePipeline fork = pipeline.fork()) {
      for (int round = 0; round < 2; round++) {
        assertThat(pixels(pipeline, Map.of(one, 1f))).isEqualTo(onlyOne);
        assertThat(pixels(fork, Map.of(two, 1f))).isEqualTo(onlyTwo);
        assertThat(pixels(pipeline, Map.of(one, 0f, two, 0f))).isEqualTo(base);
        assertThat(pixels(fork, Map.of(one, 1f))).isEqualTo(onlyOne);
      }
    }
  }

  @Test
  void adaptersOfDifferentLayersRunAtOnce() throws Exception {
    List<Map<LoraAdapter, Float>> choices =
        List.of(Map.of(one, 1f), Map.of(two, 1f), Map.of(one, 0f));
    List<byte[]> wanted = List.of(onlyOne, onlyTwo, base);
    ExecutorService threads = Executors.newFixedThreadPool(choices.size());
    CyclicBarrier start = new CyclicBarrier(choices.size());
    try (Text2ImagePipeline pipeline = open(LoraMode.AUTO, one, two)) {
      for (int round = 0; round < 4; round++) {
        List<Future<byte[]>> results = new ArrayList<>();
        for (Map<LoraAdapter, Float> choice : choices) {
          results.add(
              threads.submit(
                  () -> {
                    try (Text2ImagePipeline fork = pipeline.fork()) {
                      return startTogether(start, fork, choice);
                    }
                  }));
        }
        for (int i = 0; i < wanted.size(); i++) {
          assertThat(results.get(i).get()).as("choice %s", i).isEqualTo(wanted.get(i));
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void adaptersWorkOnThePromptOfTheirOwnRun() {
    try (Text2ImagePipeline pipeline = open(LoraMode.AUTO, one, two);
        Text2ImagePipeline fork = pipeline.fork()) {
      byte[] dog = pixels(pipeline, "a dog on a beach", 1);
      assertThat(pixels(fork, "a cat", 1)).isEqualTo(onlyOne);
      assertThat(pixels(pipeline, "a dog on a beach", 1)).isEqualTo(dog);
      assertThat(pixels(fork, "a dog on a beach", 1)).isEqualTo(dog);
    }
  }

  /** Of several images, each run hands the denoiser its prompt at another place. */
  @Test
  void adaptersWorkOnThePromptOfEachRunOfSeveralImages() {
    byte[] cats;
    try (Text2ImagePipeline pipeline = open(LoraMode.AUTO, one, two)) {
      cats = pixels(pipeline, "a cat", 2);
    }
    try (Text2ImagePipeline pipeline = open(LoraMode.AUTO, one, two)) {
      for (String prompt : List.of("a dog on a beach", "a bird", "")) {
        assertThat(pixels(pipeline, prompt, 2)).isNotEqualTo(cats);
        assertThat(pixels(pipeline, "a cat", 2)).isEqualTo(cats);
      }
    }
  }

  private static byte[] pixels(Text2ImagePipeline pipeline, String prompt, int count) {
    return pixels(
        pipeline, prompt, Models.quick().numImagesPerPrompt(count), Map.of(one, 1f, two, 0f));
  }

  @Test
  void convertedPipelineKeepsAdapters() {
    try (InpaintingPipeline inpainting =
            InpaintingPipeline.open(Models.SD15, Models.CPU.withAdapters(List.of(one, two)));
        Text2ImagePipeline converted = Text2ImagePipeline.from(inpainting)) {
      assertThat(pixels(converted, Map.of(one, 1f))).isEqualTo(onlyOne);
      assertThat(pixels(converted, Map.of(one, 0f))).isEqualTo(base);
    }
  }

  @Test
  void pipelineKeepsAdapterThatIsClosed() {
    LoraAdapter shortLived = LoraAdapter.open(Models.LORA, Models.SD15_LAYERS);
    try (Text2ImagePipeline pipeline = open(LoraMode.AUTO, shortLived)) {
      byte[] full = pixels(pipeline, Map.of());
      byte[] zero = pixels(pipeline, Map.of(shortLived, 0f));
      shortLived.close();
      assertThat(pixels(pipeline, Map.of(shortLived, 0f))).isEqualTo(zero);
      assertThat(pixels(pipeline, Map.of(shortLived, 1f))).isEqualTo(full);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"STATIC", "FUSE"})
  void fixedModesRefuseChange(LoraMode mode) {
    try (Text2ImagePipeline pipeline = open(mode, one);
        Text2ImagePipeline fork = pipeline.fork()) {
      assertThat(pixels(pipeline, Map.of()))
          .isNotEqualTo(base)
          .isEqualTo(pixels(fork, Map.of()))
          .isEqualTo(pixels(pipeline, Map.of()));
      assertThatThrownBy(() -> pixels(pipeline, Map.of(one, 0f)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("adapters cannot change from run to run in LoRA mode " + mode);
    }
  }

  @Test
  void refusesAdapterThatThePipelineWasNotOpenedWith() {
    try (Text2ImagePipeline pipeline = open(LoraMode.AUTO, one)) {
      assertThatThrownBy(() -> pixels(pipeline, Map.of(two, 1f)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("was opened with [LoraAdapter[" + Models.LORA + "]]");
    }
  }

  @Test
  void refusesFileThatIsNone() {
    assertThatThrownBy(
            () -> LoraAdapter.open(Models.SD15.resolve("model_index.json"), Models.SD15_LAYERS))
        .isInstanceOf(GenAiException.class)
        .hasMessageContaining("model_index.json is no safetensors file, or is cut off");
    assertThatThrownBy(
            () -> LoraAdapter.open(Models.SD15.resolve("none.safetensors"), Models.SD15_LAYERS))
        .isInstanceOf(GenAiException.class)
        .hasMessageEndingWith("none.safetensors is no LoRA adapter: there is no such file");
  }

  private static Text2ImagePipeline open(LoraMode mode, LoraAdapter... adapters) {
    return Text2ImagePipeline.open(
        Models.SD15, Models.CPU.withAdapters(List.of(adapters)).withLoraMode(mode));
  }

  private static byte[] startTogether(
      CyclicBarrier start, Text2ImagePipeline pipeline, Map<LoraAdapter, Float> alphas)
      throws Exception {
    start.await();
    return pixels(pipeline, alphas);
  }

  private static byte[] pixels(Text2ImagePipeline pipeline, Map<LoraAdapter, Float> alphas) {
    return pixels(pipeline, "a cat", Models.quick(), alphas);
  }

  private static byte[] pixels(
      Text2ImagePipeline pipeline,
      String prompt,
      GenerationConfig.Builder config,
      Map<LoraAdapter, Float> alphas) {
    config.numInferenceSteps(STEPS).adapters(new LoraSelection(alphas));
    try (RgbImages images = pipeline.generate(prompt, config.build(), StepListener.NONE)) {
      return Models.bytes(images);
    }
  }
}
