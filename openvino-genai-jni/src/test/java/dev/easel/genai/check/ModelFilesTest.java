package dev.easel.genai.check;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.easel.genai.Models;
import dev.easel.genai.Text2ImagePipeline;
import dev.easel.genai.error.GenAiException;
import dev.easel.genai.options.PipelineOptions;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Model folders that would end the process. */
class ModelFilesTest {
  @TempDir private Path folder;

  @BeforeEach
  void copyAModel() throws Exception {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(Models.SD15)) {
      files = walk.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      Path target = folder.resolve(Models.SD15.relativize(file).toString());
      Files.createDirectories(target.getParent());
      Files.copy(file, target);
    }
  }

  private void assertRefused(String file, String why) {
    assertThatThrownBy(() -> Text2ImagePipeline.open(folder, PipelineOptions.device("CPU")))
        .isInstanceOf(GenAiException.class)
        .hasMessageContaining(file)
        .hasMessageContaining(why);
  }

  private void replace(String file, String old, String with) throws Exception {
    Path path = folder.resolve(file);
    String text = Files.readString(path);
    Files.writeString(path, text.replaceFirst(old, with));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "num_train_timesteps; 0",
        "num_train_timesteps; -1",
        "num_train_timesteps; 1000000",
        "num_train_timesteps; 1.5",
        "num_train_timesteps; \"1000\"",
        "steps_offset; -1",
        "steps_offset; 1000000",
        "steps_offset; 99999999999999999999",
        "original_inference_steps; 0",
        "original_inference_steps; -5",
        "base_image_seq_len; 0",
        "beta_start; 0",
        "beta_end; 1e300",
        "beta_end; \"0.1\"",
        "trained_betas; [0.1, 0.2]"
      })
  void refusesSchedulersThatReachBeyondTheirTables(String field, String value) throws Exception {
    String config = "scheduler/scheduler_config.json";
    replace(config, "\"" + field + "\"\\s*:\\s*[^,}\\n]+", "\"_old\": 0");
    replace(config, "\\{", "{\"" + field + "\": " + value + ",");
    assertRefused("scheduler_config.json", field);
  }

  @Test
  void refusesWhatIsNestedTooDeeplyToBeRead() throws Exception {
    String config = "scheduler/scheduler_config.json";
    Files.writeString(folder.resolve(config), "[".repeat(100_000));
    assertRefused(config, "is not JSON: Document nesting depth");
  }

  @Test
  void looksAtNobodyElsesFolders() throws Exception {
    Files.writeString(
        Files.createDirectories(folder.resolve(".idea")).resolve("workspace.xml"), "<project/>");
    ModelFiles.check(folder);
  }

  @Test
  void refusesConfigurationsThatAreNone() throws Exception {
    Files.writeString(folder.resolve("scheduler/scheduler_config.json"), "{\"_class_name\": 7}");
    assertRefused("scheduler_config.json", "names no scheduler");
    Files.writeString(folder.resolve("scheduler/scheduler_config.json"), "");
    assertRefused("scheduler_config.json", "is empty");
    Files.writeString(folder.resolve("model_index.json"), "[1]");
    assertRefused("model_index.json", "no JSON object");
    Files.writeString(folder.resolve("model_index.json"), "{\"a\": ");
    assertRefused("model_index.json", "not JSON");
    Files.writeString(folder.resolve("model_index.json"), "{}");
    assertRefused("model_index.json", "names no pipeline");
  }

  @Test
  void refusesConfigurationsOfGigabytes() throws Exception {
    for (String name :
        List.of(
            "text_encoder/config.json", "scheduler/scheduler_config.json", "model_index.json")) {
      try (RandomAccessFile file = new RandomAccessFile(folder.resolve(name).toFile(), "rw")) {
        file.setLength(3L << 30);
      }
      assertRefused(name, "has more than 1 MiB");
    }
  }

  @Test
  void refusesWeightsThatAreCutOff() throws Exception {
    Path bin = folder.resolve("unet/openvino_model.bin");
    try (FileChannel channel = FileChannel.open(bin, StandardOpenOption.WRITE)) {
      channel.truncate(channel.size() - 1);
    }
    assertRefused("openvino_model.bin", "is cut off: openvino_model.xml needs");
    try (FileChannel channel = FileChannel.open(bin, StandardOpenOption.WRITE)) {
      channel.truncate(0);
    }
    assertRefused("openvino_model.bin", "is empty");
    Files.delete(bin);
    assertRefused("openvino_model.bin", "is missing");
  }

  @Test
  void refusesPointersAndOtherFilesInPlaceOfNetworks() throws Exception {
    Path xml = folder.resolve("vae_decoder/openvino_model.xml");
    Files.writeString(xml, "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n");
    assertRefused("openvino_model.xml", "Git LFS pointer");
    Files.writeString(xml, "<html><body>not found</body></html>");
    assertRefused("openvino_model.xml", "is no OpenVINO IR");
    Files.writeString(xml, "<net><layers><layer>");
    assertRefused("openvino_model.xml", "is not XML");
    Files.writeString(xml, "<net><layer><data offset=\"-1\" size=\"4\"/></layer></net>");
    assertRefused("openvino_model.xml", "the offset of the constant at line 1 is '-1'");
  }
}
