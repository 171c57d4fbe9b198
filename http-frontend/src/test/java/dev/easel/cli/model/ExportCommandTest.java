package dev.easel.cli.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.cli.Program;
import dev.easel.serving.config.ConfigReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Exports with an environment whose converter writes down what it was asked. */
@Timeout(120)
class ExportCommandTest {
  private static final String CONVERTER =
      """
      #!/bin/sh
      for word in "$@"; do last=$word; echo "$word" >>"%1$s/asked"; done
      [ ! -e "%1$s/broken" ] || { echo "Channel size 64 should be divisible by 128"; exit 3; }
      echo '{"_class_name": "StableDiffusionPipeline"}' >"$last/model_index.json"
      """;

  @TempDir private Path folder;

  @BeforeEach
  void makeTheEnvironment() throws Exception {
    Path converter = folder.resolve("environment/bin/optimum-cli");
    Files.createDirectories(converter.getParent());
    Files.writeString(converter, CONVERTER.formatted(folder));
    Files.setPosixFilePermissions(converter, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private int export(List<String> complaints, String... more) throws Exception {
    List<String> words = new ArrayList<>(List.of("export", "image_generation"));
    words.addAll(List.of("--model_repository_path", "models"));
    words.addAll(List.of("--config_file_path", "models/config.json"));
    words.addAll(List.of(more));
    if (!words.contains("--source_model")) {
      words.addAll(List.of("--source_model", "org/model"));
    }
    Map<String, String> environment =
        Map.of("EASEL_EXPORT_ENVIRONMENT", folder.resolve("environment").toString());
    try (Program program = Program.easel(folder, environment, words.toArray(String[]::new))) {
      int status = program.status();
      complaints.add(program.err());
      return status;
    }
  }

  @Test
  void callsTheConverterAsThePublishedScriptDoes() throws Exception {
    List<String> complaints = new ArrayList<>();
    int status =
        export(
            complaints,
            "--weight-format",
            "int8",
            "--extra_quantization_params",
            "--group-size 64",
            "--target_device",
            "NPU NPU NPU",
            "--resolution",
            "512x512",
            "--ov_cache_dir",
            "/cache",
            "--overwrite_models");
    assertThat(status).as("%s", complaints).isZero();
    assertThat(Files.readAllLines(folder.resolve("asked")))
        .containsExactly(
            "export",
            "openvino",
            "--model",
            "org/model",
            "--weight-format",
            "int8",
            "--group-size",
            "64",
            folder.resolve("models/org/.model.export").toString());
  }

  @Test
  void writesAGraphAndListsTheModel() throws Exception {
    List<String> complaints = new ArrayList<>();
    assertThat(export(complaints, "--target_device", "GPU")).as("%s", complaints).isZero();
    assertThat(Files.readString(folder.resolve("models/org/model/graph.pbtxt")))
        .contains("device: \"GPU\"", "models_path: \"./\"");
    assertThat(ConfigReader.read(folder.resolve("models/config.json")).servables())
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.name()).isEqualTo("org/model");
              assertThat(entry.basePath()).isEqualTo(folder.resolve("models/org/model"));
            });
    // What is there already is not converted again, unless it is asked for.
    Files.delete(folder.resolve("asked"));
    assertThat(export(complaints)).isZero();
    assertThat(folder.resolve("asked")).doesNotExist();
    assertThat(export(complaints, "--overwrite_models")).isZero();
    assertThat(folder.resolve("asked")).exists();
    assertThat(Files.readString(folder.resolve("models/org/model/graph.pbtxt")))
        .doesNotContain("GPU");
  }

  @Test
  void leavesNothingHalfWhenTheConverterFails() throws Exception {
    Files.writeString(folder.resolve("broken"), "");
    List<String> complaints = new ArrayList<>();
    assertThat(export(complaints)).isEqualTo(1);
    assertThat(complaints.get(0)).contains("failed with status 3", "should be divisible");
    assertThat(folder.resolve("models/org/model")).doesNotExist();
    assertThat(folder.resolve("models/org")).isEmptyDirectory();
    assertThat(folder.resolve("models/config.json")).doesNotExist();
  }

  /** The converter cannot tell it from a folder. */
  @ParameterizedTest
  @CsvSource({
    "StableDiffusionPipeline, text-to-image",
    "StableDiffusionImg2ImgPipeline, text-to-image",
    "StableDiffusionXLInpaintPipeline, inpainting",
    "FluxFillPipeline, fill"
  })
  void saysWhatTheModelInAFolderIsFor(String className, String task) throws Exception {
    Path source = Files.createDirectories(folder.resolve("source"));
    List<String> complaints = new ArrayList<>();
    String[] flags = {"--source_model", "source", "--model_name", "m"};
    assertThat(export(complaints, flags)).isEqualTo(1);
    assertThat(complaints.get(0)).contains("source/model_index.json is not there");
    Files.writeString(
        source.resolve("model_index.json"), "{\"_class_name\": \"" + className + "\"}");
    assertThat(export(complaints, flags)).as("%s", complaints).isZero();
    assertThat(Files.readAllLines(folder.resolve("asked")))
        .containsSubsequence("--model", "source", "--task", task);
  }
}
