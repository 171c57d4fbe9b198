package dev.easel.calculators.generate.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.easel.calculators.model.Resolution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiffusersFolderTest {

  @TempDir Path folder;

  @BeforeEach
  void write() throws IOException {
    Files.createDirectories(folder.resolve("unet"));
    Files.createDirectories(folder.resolve("vae_decoder"));
    Files.createDirectories(folder.resolve("scheduler"));
    Files.writeString(folder.resolve("unet/config.json"), "{\"sample_size\": 64}");
    Files.writeString(
        folder.resolve("vae_decoder/config.json"), "{\"block_out_channels\": [1, 1, 1, 1]}");
    Files.writeString(
        folder.resolve("scheduler/scheduler_config.json"),
        "{\"_class_name\": \"EulerDiscreteScheduler\"}");
  }

  private void index(String more) throws IOException {
    Files.writeString(
        folder.resolve("model_index.json"),
        "{\"_class_name\": \"StableDiffusionPipeline\"%s}".formatted(more));
  }

  @Test
  void aModelThatDoesNotSayItsSizesHasItsOwn() throws IOException {
    index("");
    assertThat(DiffusersFolder.read(folder).sizes()).containsExactly(new Resolution(512, 512));
  }

  @Test
  void aModelMaySayItsSizes() throws IOException {
    index(", \"_sizes\": [\"256x256\", \"512x256\"]");
    assertThat(DiffusersFolder.read(folder).sizes())
        .containsExactly(new Resolution(256, 256), new Resolution(512, 256));
  }

  @Test
  void sizesThatAreNoneAreAMistakeOfTheModel() throws IOException {
    for (String wrong : new String[] {"[]", "\"512x512\"", "[\"512x512\", \"large\"]", "7"}) {
      index(", \"_sizes\": " + wrong);
      assertThatThrownBy(() -> DiffusersFolder.read(folder))
          .hasMessageContaining("model_index.json: _sizes must be a list of sizes");
    }
  }
}
