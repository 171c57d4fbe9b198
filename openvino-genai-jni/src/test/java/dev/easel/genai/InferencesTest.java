package dev.easel.genai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.easel.genai.error.GenerationStoppedException;
import dev.easel.picture.RgbImages;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A run that is over computes no more, and memory is given back, where GenAI does neither. */
@Timeout(120)
class InferencesTest {
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
  void aRunThatIsOverBeginsNoStep() {
    Leaving leaving = new Leaving(0);
    assertStopped(leaving);
    assertThat(leaving.told).hasValue(0);
  }

  @Test
  void aStoppedPipelineMakesTheSameImageAsBefore() {
    byte[] image = image();
    for (int step = 1; step <= 20; step++) {
      Leaving leaving = new Leaving(step);
      assertStopped(leaving);
      assertThat(leaving.told).as("none is told of a run that is over").hasValue(step);
      assertThat(image()).isEqualTo(image);
    }
  }

  @Test
  void memoryIsGivenBackAndTakenAgain() throws Exception {
    GenerationConfig large = Models.quick().width(768).height(768).build();
    pipeline.generate("a cat", large, StepListener.NONE).close();
    byte[] image = image();
    long before = OpenCloseLoop.residentKib();
    pipeline.releaseMemory();
    assertThat(before - OpenCloseLoop.residentKib()).as("KiB given back").isGreaterThan(20_000);
    assertThat(image()).isEqualTo(image);
  }

  private byte[] image() {
    try (RgbImages images = pipeline.generate("a cat", Models.quick().build(), step -> true)) {
      return Models.bytes(images);
    }
  }

  private void assertStopped(Leaving leaving) {
    GenerationConfig many = Models.quick().numInferenceSteps(100).build();
    assertThatThrownBy(() -> pipeline.generate("a cat", many, leaving))
        .isInstanceOf(GenerationStoppedException.class);
  }

  /** A client that leaves while the network runs that follows a step. */
  private static final class Leaving implements StepListener {
    final AtomicInteger told = new AtomicInteger();
    private final int last;
    private volatile boolean isOver;

    Leaving(int last) {
      this.last = last;
      isOver = last == 0;
    }

    @Override
    public boolean onStep(Step step) {
      if (told.incrementAndGet() == last) {
        isOver = true;
      }
      return true;
    }

    @Override
    public boolean isOver() {
      return isOver;
    }
  }
}
