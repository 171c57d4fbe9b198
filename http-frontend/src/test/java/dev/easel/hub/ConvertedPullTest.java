package dev.easel.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.cli.Program;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pulls models that are not in OpenVINO's format, with a converter that writes down its work. */
@Timeout(150)
class ConvertedPullTest {
  private static final String CONVERTER =
      """
      #!/bin/sh
      for word in "$@"; do last=$word; echo "$word" >>"%1$s/asked"; done
      (cd "$4" && find . -type f | sort >"%1$s/seen")
      [ ! -e "%1$s/broken" ] || exit 3
      cp "$4/model_index.json" "$last"
      """;

  @TempDir private Path folder;
  private final FakeHub hub = new FakeHub();

  @BeforeEach
  void fill() throws Exception {
    Path converter = folder.resolve("environment/bin/optimum-cli");
    Files.createDirectories(converter.getParent());
    Files.writeString(converter, CONVERTER.formatted(folder));
    Files.setPosixFilePermissions(converter, PosixFilePermissions.fromString("rwxr-xr-x"));
    for (String file :
        List.of(
            "README.md",
            "v1-5-inpainting.ckpt",
            "unet/config.json",
            "unet/diffusion_pytorch_model.bin",
            "unet/diffusion_pytorch_model.fp16.safetensors",
            "unet/diffusion_pytorch_model.safetensors",
            "text_encoder/pytorch_model.bin")) {
      hub.files.put(file, file.getBytes(StandardCharsets.UTF_8));
    }
    hub.files.put(
        "model_index.json",
        "{\"_class_name\": \"StableDiffusionInpaintPipeline\"}".getBytes(StandardCharsets.UTF_8));
  }

  @AfterEach
  void close() {
    hub.close();
  }

  private Program easel(String... more) throws Exception {
    List<String> words = new ArrayList<>(List.of(more));
    words.addAll(List.of("--source_model", "org/model"));
    Map<String, String> environment =
        Map.of(
            "OVMS_MODEL_REPOSITORY_PATH",
            "models",
            "HF_ENDPOINT",
            hub.address(Optional.empty()).endpoint().toString(),
            "EASEL_EXPORT_ENVIRONMENT",
            folder.resolve("environment").toString());
    return Program.easel(folder, environment, words.toArray(String[]::new));
  }

  private void assertConverted(String... command) throws Exception {
    try (Program program = easel(command)) {
      assertThat(program.status()).as(program.err()).isZero();
    }
    assertThat(Files.readAllLines(folder.resolve("asked")))
        .containsSubsequence("--model", "--task", "inpainting", "--weight-format", "int8");
    assertThat(Files.readAllLines(folder.resolve("seen")))
        .containsExactly(
            "./model_index.json",
            "./text_encoder/pytorch_model.bin",
            "./unet/config.json",
            "./unet/diffusion_pytorch_model.safetensors");
    assertThat(Files.readString(folder.resolve("models/org/model/graph.pbtxt"))).contains("GPU");
    try (var left = Files.list(folder.resolve("models/org"))) {
      assertThat(left).containsExactly(folder.resolve("models/org/model"));
    }
  }

  @Test
  void convertsWhatThePullFetches() throws Exception {
    assertConverted("pull", "--target_device", "GPU");
  }

  @Test
  void exportsFromTheHub() throws Exception {
    assertConverted(
        "export", "image_generation", "--target_device", "GPU", "--weight-format", "int8");
  }

  @Test
  void fetchesNothingTwiceWhenTheConverterFails() throws Exception {
    Files.writeString(folder.resolve("broken"), "");
    try (Program program = easel("pull")) {
      assertThat(program.status()).isEqualTo(1);
      assertThat(program.err()).contains("failed with status 3");
    }
    assertThat(folder.resolve("models/org/model")).doesNotExist();
    Files.delete(folder.resolve("broken"));
    Files.delete(folder.resolve("asked"));
    hub.spoilsContent = true;
    assertConverted("pull", "--target_device", "GPU");
  }
}
