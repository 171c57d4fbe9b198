package dev.easel.genai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.easel.genai.lora.LoraAdapter;
import dev.easel.genai.model.ModelTokenizer;
import dev.easel.picture.RgbImages;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ClosingTest {
  private static final GenerationConfig CONFIG = Models.quick().numInferenceSteps(10).build();

  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void endThreads() {
    threads.shutdownNow();
  }

  @Test
  void waitsForRunningCall() throws Exception {
    Text2ImagePipeline pipeline = Text2ImagePipeline.open(Models.SD15, Models.CPU);
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicBoolean made = new AtomicBoolean();
    Future<?> run =
        threads.submit(
            () -> {
              RgbImages images =
                  pipeline.generate(
                      "a cat",
                      CONFIG,
                      step -> {
                        running.countDown();
                        awaitQuietly(goOn);
                        return true;
                      });
              made.set(images.count() == 1);
            });
    running.await();
    Future<Boolean> closing =
        threads.submit(
            () -> {
              pipeline.close();
              return made.get();
            });
    while (!pipeline.isClosed()) {
      Thread.onSpinWait();
    }
    assertThat(closing.isDone()).isFalse();
    goOn.countDown();
    closing.get();
    run.get();
    assertThat(made).as("the run ended with its picture").isTrue();
  }

  @Test
  void callsThatWaitTheirTurnAreRefused() throws Exception {
    Text2ImagePipeline pipeline = Text2ImagePipeline.open(Models.SD15, Models.CPU);
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    Future<RgbImages> first =
        threads.submit(
            () ->
                pipeline.generate(
                    "a cat",
                    CONFIG,
                    step -> {
                      running.countDown();
                      awaitQuietly(goOn);
                      return true;
                    }));
    running.await();
    Future<RgbImages> second =
        threads.submit(() -> pipeline.generate("a dog", CONFIG, StepListener.NONE));
    Future<?> closing = threads.submit(pipeline::close);
    while (!pipeline.isClosed()) {
      Thread.onSpinWait();
    }
    goOn.countDown();
    assertThat(first.get().count()).isOne();
    assertThatThrownBy(second::get)
        .cause()
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the Text2ImagePipeline is closed");
    closing.get();
  }

  @Test
  void closesManyTimesFromManyThreads() throws Exception {
    Text2ImagePipeline pipeline = Text2ImagePipeline.open(Models.SD15, Models.CPU);
    Future<?> one = threads.submit(pipeline::close);
    Future<?> two = threads.submit(pipeline::close);
    one.get();
    two.get();
    pipeline.close();
    assertThat(pipeline.isClosed()).isTrue();
  }

  @Test
  void refusesCallsAfterClose() {
    Text2ImagePipeline text = Text2ImagePipeline.open(Models.SD15, Models.CPU);
    text.close();
    assertClosed("Text2ImagePipeline", () -> text.generate("a", CONFIG, StepListener.NONE));
    assertClosed("Text2ImagePipeline", text::fork);
    assertClosed("Text2ImagePipeline", text::performanceMetrics);
    InpaintingPipeline inpainting = InpaintingPipeline.open(Models.SD15, Models.CPU);
    Image2ImagePipeline image = Image2ImagePipeline.from(inpainting);
    inpainting.close();
    assertClosed("InpaintingPipeline", () -> Text2ImagePipeline.from(inpainting));
    image.close();
    assertClosed("Image2ImagePipeline", () -> Text2ImagePipeline.from(image));
    ModelTokenizer tokenizer = ModelTokenizer.open(Models.SD15, "tokenizer");
    tokenizer.close();
    assertClosed("ModelTokenizer", () -> tokenizer.countTokens("a"));
    LoraAdapter adapter = LoraAdapter.open(Models.LORA, Models.SD15_LAYERS);
    adapter.close();
    assertClosed(
        "LoraAdapter",
        () -> Text2ImagePipeline.open(Models.SD15, Models.CPU.withAdapters(List.of(adapter))));
  }

  private static void assertClosed(String type, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the " + type + " is closed");
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
