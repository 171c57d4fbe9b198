package dev.easel.genai.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.easel.genai.GenerationConfig;
import dev.easel.genai.Image2ImagePipeline;
import dev.easel.genai.Models;
import dev.easel.genai.StepListener;
import dev.easel.picture.RgbImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
class SchedulerLimitsTest {
  @TempDir private Path folder;

  @Test
  void readsTheSchedulersConfiguration() throws Exception {
    // The last of 1,000 steps would be at time 999 + steps_offset.
    assertThat(SchedulerLimits.of(Models.SD15).mostSteps()).hasValue(999);
    assertThat(SchedulerLimits.of(Models.FLUX)).isEqualTo(SchedulerLimits.NONE);
    assertThat(SchedulerLimits.of(folder)).isEqualTo(SchedulerLimits.NONE);
    SchedulerLimits limits = SchedulerLimits.of(consistencyModel());
    assertThat(limits).isEqualTo(new SchedulerLimits(OptionalInt.empty(), OptionalInt.of(20)));
    assertThat(limits.leavesNone(100, 0.04f)).isTrue();
    assertThat(limits.leavesNone(1, 0.05f)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "PNDMScheduler, 100, 0, leading, 100",
    "DDIMScheduler, 100, 1, leading, 99",
    "PNDMScheduler, 100, 10, leading, 9",
    "PNDMScheduler, 100, 99, leading, 1",
    "DDIMScheduler, 100, 10, trailing, 100"
  })
  void allowsWhatStaysInsideTheTables(String name, int train, int offset, String spacing, int most)
      throws Exception {
    Files.createDirectories(folder.resolve("scheduler"));
    Files.writeString(
        folder.resolve("scheduler/scheduler_config.json"),
        "{\"_class_name\": \"%s\", \"num_train_timesteps\": %d, \"steps_offset\": %d, \"timestep_spacing\": \"%s\"}"
            .formatted(name, train, offset, spacing));
    assertThat(SchedulerLimits.of(folder).mostSteps()).hasValue(most);
  }

  /** GenAI would read beyond its memory. */
  @Test
  void refusesStrengthThatLeavesNoStep() throws Exception {
    try (Image2ImagePipeline pipeline = Image2ImagePipeline.open(consistencyModel(), Models.CPU);
        RgbImages image = Models.halves(64, 64)) {
      GenerationConfig little = Models.quick().strength(0.04f).build();
      assertThatThrownBy(() -> pipeline.generate("a cat", image, little, StepListener.NONE))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("20 original_inference_steps", "0.04");
      GenerationConfig enough = Models.quick().strength(0.05f).build();
      try (RgbImages made = pipeline.generate("a cat", image, enough, StepListener.NONE)) {
        assertThat(made.count()).isOne();
      }
    }
  }

  /** A plain model with the scheduler of latent consistency models. */
  private Path consistencyModel() throws IOException {
    List<Path> parts;
    try (Stream<Path> listed = Files.list(Models.SD15)) {
      parts = listed.filter(part -> !part.endsWith("scheduler")).toList();
    }
    for (Path part : parts) {
      Files.createSymbolicLink(folder.resolve(part.getFileName().toString()), part);
    }
    Path scheduler = Files.createDirectories(folder.resolve("scheduler"));
    Files.writeString(
        scheduler.resolve("scheduler_config.json"),
        """
        {"_class_name": "LCMScheduler", "original_inference_steps": 20,
         "beta_schedule": "scaled_linear", "num_train_timesteps": 1000}
        """);
    return folder;
  }
}
