package dev.easel.genai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
  private static LoraAdapter one;
  private static LoraAdapter two;
  private static byte[] base;
  private static byte[] onlyOne;
  private static byte[] onlyTwo;

  @BeforeAll
  static void openAdapters() {
    one = LoraAdapter.open(Models.LORA);
    two = LoraAdapter.open(Models.OTHER_LORA);
    try (Text2ImagePipeline pipeline = Text2ImagePipeline.open(Models.SD15, Models.CPU)) {
      base = pixels(pipeline, Map.of());
    }
    try (Text2ImagePipeline pipeline = open(LoraMode.AUTO, one)) {
      onlyOne = pixels(pipeline, Map.of());
    }
    try (Text2ImagePipeline pipeline = open(LoraMode.AUTO, two)) {
      onlyTwo = pixels(pipeline, Map.of());
    }
  }

  @AfterAll
  static void closeAdapters() {
    one.close();
    two.close();
  }

  @Test
  void alphaZeroIsTheBaseAndAlphaOneIsNot() {
    try (Text2ImagePipeline pipeline = open(LoraMode.AUTO, one)) {
      assertThat(pixels(pipeline, Map.of(one, 0f))).isEqualTo(base);
      byte[] full = pixels(pipeline, Map.of(one, 1f));
      assertThat(full).isNotEqualTo(base);
      assertThat(pixels(pipeline, Map.of(one, 0.5f))).isNotEqualTo(base).isNotEqualTo(full);
      assertThat(pixels(pipeline, Map.of())).as("opened with alpha 1").isEqualTo(full);
    }
  }

  @Test
  void openingAlphaCountsWhereTheRunNamesNone() {
    try (LoraAdapter off = LoraAdapter.open(Models.LORA, 0);
        Text2ImagePipeline pipeline = open(LoraMode.AUTO, off)) {
      assertThat(pixels(pipeline, Map.of())).isEqualTo(base);
      assertThat(pixels(pipeline, Map.of(off, 1f))).isNotEqualTo(base);
      assertThat(pixels(pipeline, Map.of())).isEqualTo(base);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"AUTO", "STATIC_RANK"})
  void everyAlphaOfSeveralCounts(LoraMode mode) {
    try (Text2ImagePipeline pipeline = open(mode, one, two)) {
      byte[] both = pixels(pipeline, Map.of());
      // GenAI compares only the alpha of the last adapter: the other one must change alone, too.
      assertThat(pixels(pipeline, Map.of(one, 0f, two, 1f))).isEqualTo(onlyTwo);
      assertThat(pixels(pipeline, Map.of(one, 1f, two, 1f))).isEqualTo(both);
      assertThat(pixels(pipeline, Map.of(one, 1f))).isEqualTo(onlyOne);
      assertThat(pixels(pipeline, Map.of(one, 0f, two, 0f))).isEqualTo(base);
      assertThat(pixels(pipeline, Map.of())).isEqualTo(both);
    }
  }

  @Test
  void forkHasAdaptersOfItsOwn() {
    try (Text2ImagePipeline pipeline = open(LoraMode.AUTO, one)) {
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
    try (Text2ImagePipeline pipeline = open(LoraMode.AUTO, one);
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

  @Test
  void convertedPipelineKeepsAdapters() {
    try (InpaintingPipeline inpainting =
            InpaintingPipeline.open(Models.SD15, Models.CPU.withAdapters(List.of(one)));
        Text2ImagePipeline converted = Text2ImagePipeline.from(inpainting)) {
      assertThat(pixels(converted, Map.of())).isEqualTo(onlyOne);
      assertThat(pixels(converted, Map.of(one, 0f))).isEqualTo(base);
    }
  }

  @Test
  void pipelineKeepsAdapterThatIsClosed() {
    LoraAdapter shortLived = LoraAdapter.open(Models.LORA);
    try (Text2ImagePipeline pipeline = open(LoraMode.AUTO, shortLived)) {
      byte[] full = pixels(pipeline, Map.of());
      shortLived.close();
      assertThat(pixels(pipeline, Map.of(shortLived, 0f))).isEqualTo(base);
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
    assertThatThrownBy(() -> LoraAdapter.open(Models.SD15.resolve("model_index.json")))
        .isInstanceOf(GenAiException.class)
        .hasMessageStartingWith("Expected .safetensors file, got: ");
    assertThatThrownBy(() -> LoraAdapter.open(Models.SD15.resolve("none.safetensors")))
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
    GenerationConfig config = Models.quick().adapters(new LoraSelection(alphas)).build();
    try (RgbImages images = pipeline.generate("a cat", config, StepListener.NONE)) {
      return Models.bytes(images);
    }
  }
}
