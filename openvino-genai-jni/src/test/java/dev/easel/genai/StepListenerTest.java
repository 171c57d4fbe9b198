package dev.easel.genai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.easel.genai.error.GenerationStoppedException;
import dev.easel.picture.RgbImages;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class StepListenerTest {
  private Text2ImagePipeline pipeline;

  @BeforeEach
  void openModel() {
    pipeline = Text2ImagePipeline.open(Models.SD15, Models.CPU);
  }

  @AfterEach
  void closeModel() {
    pipeline.close();
  }

  @Test
  void seesStepsInOrderOnDaemonThread() {
    List<Integer> steps = new ArrayList<>();
    AtomicBoolean daemon = new AtomicBoolean();
    run(
        step -> {
          steps.add(step.step());
          daemon.set(Thread.currentThread().isDaemon());
          return step.step() < step.steps();
        });
    assertThat(steps).isNotEmpty().isSorted().startsWith(0, 1);
    assertThat(daemon).isTrue();
  }

  @Test
  void stopsWithinOneStep() {
    int last = 2;
    // Large images: a step takes long enough for the callback thread to answer before the next
    // one ends.
    GenerationConfig large = GenerationConfig.builder().width(192).height(192).build();
    assertThatThrownBy(() -> pipeline.generate("a cat", large, step -> step.step() < last))
        .isInstanceOf(GenerationStoppedException.class);
    int stepsUpToTheStop = last + 1;
    assertThat(pipeline.performanceMetrics().steps())
        .isBetween(stepsUpToTheStop, stepsUpToTheStop + 1);
  }

  @Test
  void stopInTheLastStepGivesNoImageEither() {
    GenerationConfig oneStep = Models.quick().numInferenceSteps(1).build();
    AtomicBoolean called = new AtomicBoolean();
    StepListener stopping =
        step -> {
          called.set(true);
          return false;
        };
    try (RgbImages images = pipeline.generate("a cat", oneStep, stopping)) {
      assertThat(called).as("GenAI ended before it called").isFalse();
      assertThat(images.count()).isOne();
    } catch (GenerationStoppedException e) {
      assertThat(called).isTrue();
    }
  }

  @Test
  void pipelineRunsAgainAfterStop() {
    byte[] wanted = run(StepListener.NONE);
    assertThatThrownBy(() -> run(step -> false)).isInstanceOf(GenerationStoppedException.class);
    assertThat(run(StepListener.NONE)).isEqualTo(wanted);
  }

  @Test
  void whatItThrowsLeavesGenerate() {
    RuntimeException mine = new UnsupportedOperationException("from the listener");
    assertThatThrownBy(
            () ->
                run(
                    step -> {
                      throw mine;
                    }))
        .isSameAs(mine);
    Error error = new AssertionError("from the listener");
    assertThatThrownBy(
            () ->
                run(
                    step -> {
                      throw error;
                    }))
        .isSameAs(error);
  }

  @Test
  void decodesStepWithoutChangingTheResult() {
    byte[] wanted = run(StepListener.NONE);
    List<byte[]> previews = new ArrayList<>();
    byte[] result =
        run(
            step -> {
              try (RgbImages preview = step.decode()) {
                assertThat(preview.width()).isEqualTo(64);
                previews.add(Models.bytes(preview));
              }
              return true;
            });
    assertThat(result).isEqualTo(wanted);
    assertThat(previews).isNotEmpty();
    assertThat(previews.get(0)).isNotEqualTo(wanted);
  }

  @Test
  void tellsOfPreviewsThatAreLateAndLeavesTheResultAlone() {
    // Steps long enough that GenAI's callback thread keeps up, which drops what waits at the end.
    GenerationConfig config = Models.quick().numInferenceSteps(6).width(192).height(192).build();
    byte[] wanted = run(config, StepListener.NONE);
    Map<Integer, byte[]> beside = new TreeMap<>();
    run(config, new Showing(1, beside));
    Map<Integer, byte[]> late = new TreeMap<>();
    byte[] result = run(config, new Showing(25, late));
    assertThat(result).isEqualTo(wanted);
    // Of the seven steps that PNDM makes of six.
    assertThat(late).containsOnlyKeys(1, 3, 5);
    beside.forEach((step, image) -> assertThat(late.get(step)).as("step " + step).isEqualTo(image));
  }

  /** Decodes the first step so often that the run is over before the next one is told. */
  private record Showing(int times, Map<Integer, byte[]> images) implements StepListener {
    @Override
    public boolean onStep(Step step) {
      for (int i = 0; step.step() == 0 && i < times; i++) {
        step.decode().close();
      }
      if (List.of(1, 3, 5).contains(step.step())) {
        try (RgbImages image = step.decode()) {
          images.put(step.step(), Models.bytes(image));
        }
      }
      return true;
    }

    @Override
    public int previews() {
      return 3;
    }
  }

  @Test
  void stepIsOverAfterTheCall() {
    AtomicReference<Step> kept = new AtomicReference<>();
    run(
        step -> {
          kept.set(step);
          return true;
        });
    assertThatThrownBy(() -> Objects.requireNonNull(kept.get()).decode())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageMatching("step \\d+ is over: decode it inside onStep");
  }

  @Test
  void refusesCallsThatWouldWaitForThemselves() {
    assertThatThrownBy(
            () ->
                run(
                    step -> {
                      pipeline.close();
                      return true;
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("close was called by the step listener of a run that it would wait for");
    assertThatThrownBy(() -> run(step -> run(StepListener.NONE).length > 0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "Text2ImagePipeline.generate was called by the step listener of a run that it would wait for");
    assertThat(run(StepListener.NONE)).isNotEmpty();
  }

  private byte[] run(StepListener listener) {
    return run(Models.quick().numInferenceSteps(6).build(), listener);
  }

  private byte[] run(GenerationConfig config, StepListener listener) {
    try (RgbImages images = pipeline.generate("a cat", config, listener)) {
      return Models.bytes(images);
    }
  }
}
