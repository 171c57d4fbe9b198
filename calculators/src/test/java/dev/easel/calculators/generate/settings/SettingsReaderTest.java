package dev.easel.calculators.generate.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import dev.easel.calculators.model.Resolution;
import dev.easel.calculators.proto.ImageGenCalculatorOptions;
import dev.easel.framework.options.NodeOptions;
import dev.easel.framework.resource.ResourceRequest;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsReaderTest {

  @TempDir Path base;

  @BeforeEach
  void makeFolder() throws Exception {
    Files.createDirectory(base.resolve("model"));
    Files.writeString(base.resolve("a.safetensors"), "");
  }

  @Test
  void givesEveryDefault() {
    ModelSettings settings = read("");
    assertThat(settings.modelsPath()).isEqualTo(base.resolve("model"));
    assertThat(settings.devices()).isEmpty();
    assertThat(settings.maxResolution()).isEqualTo(new Resolution(4096, 4096));
    assertThat(settings.maxImages()).isEqualTo(10);
    assertThat(settings.defaultSteps()).isEqualTo(50);
    assertThat(settings.maxSteps()).isEqualTo(100);
    assertThat(settings.fixedShape()).isEmpty();
    assertThat(settings.defaultResolution()).isEmpty();
    assertThat(settings.inpaintingPipelines()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "device: '' | Device is in wrong format",
        "device: '  ' | No valid devices found",
        "device: 'GPU CPU' | Device is in wrong format",
        "device: 'CPU CPU CPU CPU' | Device is in wrong format",
        "resolution: '64x64 12x3x4' | The provided shape is in wrong format",
        "resolution: 'auto' | Resolution is not specified or is invalid: auto",
        "resolution: '64x64 128x128 64x64' | Duplicate resolutions found",
        "resolution: '' | resolution is empty",
        "device: 'NPU' resolution: '64x64 128x128' | Shape is dynamic but NPU is used",
        "device: 'NPU NPU NPU' | Shape is dynamic but NPU is used",
        "resolution: '64x64 128x128' max_resolution: '128x128' | Wrong usage of static resolution",
        "resolution: '64x64 128x128' num_images_per_prompt: 2 | Wrong usage of static resolution",
        "resolution: '64x64' max_num_images_per_prompt: 2 | Wrong usage of static resolution",
        "guidance_scale: 7.2 | Wrong usage of static resolution",
        "plugin_config: '[1]' | Plugin config is in wrong format",
        "plugin_config: '{bad' | Plugin config is in wrong format",
        "plugin_config: '{\"A\": null}' | Plugin config is in wrong format",
        "max_resolution: '10' | The provided shape is in wrong format",
        "default_resolution: '8192x64' | Default exceeds maximum allowed resolution",
        "default_resolution: 'auto' | The provided shape is in wrong format",
        "resolution: '64x64' default_resolution: '128x128' | The provided shape is in wrong format",
        "default_num_inference_steps: 20 max_num_inference_steps: 10 | max_num_inference_steps 10",
        "inpainting_pipelines: 0 | inpainting_pipelines",
        "lora_adapters { alias: 'a' path: 'b.safetensors' } | no file",
        "composite_lora_adapters { alias: 'm' components { adapter_alias: 'z' } } | not among"
      })
  void refusesWithTheKnownText(String options, String text) {
    assertThatThrownBy(() -> read(options)).hasMessageContaining(text);
  }

  @Test
  void refusesPathsThatClimb() {
    assertThatThrownBy(() -> readAll("models_path: '../x'"))
        .hasMessageStartingWith("The provided base path is invalid or doesn't exists - ");
    assertThatThrownBy(() -> readAll("models_path: 'nowhere'")).hasMessageContaining("nowhere");
  }

  @Test
  void refusesConfigurationsOfGigabytes() throws Exception {
    Path index = base.resolve("model").resolve("model_index.json");
    try (RandomAccessFile file = new RandomAccessFile(index.toFile(), "rw")) {
      file.setLength(3L << 30);
    }
    assertThatThrownBy(() -> DiffusersFolder.read(base.resolve("model")))
        .hasMessageContaining("model_index.json cannot be read: it has more than 1 MiB");
  }

  @Test
  void readsListsOfResolutions() {
    ModelSettings settings = read("resolution: '  64x64   128x128 '");
    assertThat(settings.fixedShape().orElseThrow().resolutions())
        .containsExactly(new Resolution(64, 64), new Resolution(128, 128));
    assertThat(settings.defaultResolution()).hasValue(new Resolution(64, 64));
  }

  @Test
  void readsCompileProperties() {
    Map<String, Object> properties =
        read("plugin_config: '{\"NUM_STREAMS\": 1, \"CPU_THREADS_NUM\": 2, \"X\": true}'")
            .properties();
    assertThat(properties)
        .containsEntry("NUM_STREAMS", "1")
        .containsEntry("INFERENCE_NUM_THREADS", 2L)
        .containsEntry("X", true)
        .containsEntry("CACHE_DIR", "/cache");
    assertThat(read("plugin_config: '{\"CACHE_DIR\": \"/own\"}'").properties())
        .containsEntry("CACHE_DIR", "/own");
  }

  @Test
  void readsAdapters() {
    ModelSettings settings =
        read(
            "lora_adapters { alias: 'a' path: 'a.safetensors' alpha: 0.5 }"
                + " composite_lora_adapters { alias: 'm' components { adapter_alias: 'a' } }");
    assertThat(settings.catalogue().aliases()).containsExactly("a", "m");
    assertThat(settings.catalogue().select("m")).containsEntry("a", 0.5f);
    assertThat(settings.catalogue().isDynamic()).isTrue();
  }

  private ModelSettings read(String options) {
    return readAll("models_path: 'model' " + options);
  }

  private ModelSettings readAll(String text) {
    return new SettingsReader(
            new ResourceRequest("node", options(text), base, Map.of("cache_dir", "/cache")))
        .read();
  }

  static NodeOptions options(String text) {
    try {
      Message options = TextFormat.parse(text, ImageGenCalculatorOptions.class);
      return new NodeOptions() {
        @Override
        public <O> O get(Class<O> type) {
          return type.cast(options);
        }

        @Override
        public boolean has(Class<?> type) {
          return type.isInstance(options);
        }
      };
    } catch (TextFormat.ParseException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
