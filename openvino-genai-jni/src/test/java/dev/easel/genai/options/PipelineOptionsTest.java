package dev.easel.genai.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.easel.genai.lora.LoraMode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PipelineOptionsTest {
  @Test
  void takesOneOrThreeDevices() {
    assertThat(PipelineOptions.device("CPU").devices()).containsExactly("CPU");
    assertThat(PipelineOptions.devices("CPU", "GPU.0", "NPU").devices())
        .containsExactly("CPU", "GPU.0", "NPU");
    assertThatThrownBy(
            () ->
                new PipelineOptions(
                    List.of("CPU", "GPU"), Map.of(), Optional.empty(), List.of(), LoraMode.AUTO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("devices must be one, or three (text encoders, denoiser, VAE), not [CPU, GPU]");
    assertThatThrownBy(() -> PipelineOptions.device(" "))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("devices must not be blank: [ ]");
  }

  @Test
  void refusesPropertyThatOpenVinoCannotRead() {
    assertThatThrownBy(
            () -> PipelineOptions.device("CPU").withProperties(Map.of("NUM_STREAMS", List.of(1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "property NUM_STREAMS must be a string, a whole number, a number or a boolean");
    assertThatThrownBy(() -> PipelineOptions.device("CPU").withProperties(Map.of("X", Double.NaN)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("X must be a finite number, not NaN");
  }

  @Test
  void refusesShapeThatIsNone() {
    assertThatThrownBy(() -> new StaticShape(1, 0, 64, 7.5f))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("height must be from 1 to 16384, not 0");
  }
}
