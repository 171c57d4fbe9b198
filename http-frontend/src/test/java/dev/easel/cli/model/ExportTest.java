package dev.easel.cli.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.cli.Program;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Converts tiny models with random weights and serves them. The environment that converts is made
 * on first use and takes gigabytes.
 */
@Tag("stress")
@Timeout(3600)
class ExportTest {
  private static final Path SCRIPT =
      Path.of("../calculators/src/test/models/tiny_diffusers.py").toAbsolutePath().normalize();
  private static final Pattern PICTURE = Pattern.compile("\"b64_json\":\\s*\"([^\"]+)\"");

  @TempDir private Path folder;

  @BeforeEach
  void makeTheEnvironment() {
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    ExportEnvironment.of(System.getenv()).prepare(err);
  }

  private void makeModel(String family, String name) {
    Path python = ExportEnvironment.of(System.getenv()).converter().resolveSibling("python");
    ExportEnvironment.run(
        List.of(python.toString(), SCRIPT.toString(), family, folder.resolve(name).toString()),
        new PrintWriter(System.err, true, StandardCharsets.UTF_8));
  }

  private void export(String source, String name, String... more) throws Exception {
    List<String> words = new ArrayList<>(List.of("export", "image_generation"));
    words.addAll(List.of("--source_model", source, "--model_name", name));
    words.addAll(List.of("--model_repository_path", "models"));
    words.addAll(List.of("--config_file_path", "models/config.json"));
    words.addAll(List.of(more));
    try (Program program = Program.easel(folder, Map.of(), words.toArray(String[]::new))) {
      assertThat(program.status()).as("%s", program.err()).isZero();
    }
  }

  @Test
  void servesWhatItHasConvertedInEveryFormat() throws Exception {
    makeModel("sd15", "source");
    export("source", "plain");
    export("source", "fp32", "--weight-format", "fp32", "--target_device", "CPU");
    export("source", "fp16", "--weight-format", "fp16", "--ov_cache_dir", "cache");
    export("source", "int8", "--weight-format", "int8", "--resolution", "64x64");
    export(
        folder.resolve("source").toString(),
        "int4",
        "--weight-format",
        "int4",
        "--extra_quantization_params",
        "--group-size 8");
    assertThat(size("fp32")).isGreaterThan(size("fp16"));
    assertThat(size("fp16")).isGreaterThan(size("int8"));
    assertServed(List.of("plain", "fp32", "fp16", "int8", "int4"));
    assertThat(folder.resolve("cache")).isNotEmptyDirectory();
    Files.delete(folder.resolve("models/plain/unet/openvino_model.xml"));
    export("source", "plain");
    assertThat(folder.resolve("models/plain/unet/openvino_model.xml")).doesNotExist();
    export("source", "plain", "--overwrite_models", "--weight-format", "int8");
    assertThat(size("plain")).isEqualTo(size("int8"));
  }

  @Test
  void tellsTheFamiliesApart() throws Exception {
    for (String family : List.of("lcm", "sd3", "sdxl-inpaint", "flux-fill")) {
      makeModel(family, family);
      export(family, family + "-ov", "--weight-format", "fp16");
      assertThat(className("models/" + family + "-ov")).isEqualTo(className(family));
    }
    assertServed(List.of("lcm-ov", "sd3-ov"));
  }

  private String className(String model) throws IOException {
    String index = Files.readString(folder.resolve(model).resolve("model_index.json"));
    Matcher name = Pattern.compile("\"_class_name\": \"(\\w+)\"").matcher(index);
    assertThat(name.find()).isTrue();
    return name.group(1);
  }

  private long size(String model) throws IOException {
    return Files.size(folder.resolve("models/" + model + "/unet/openvino_model.bin"));
  }

  private void assertServed(List<String> models) throws Exception {
    String port = String.valueOf(Program.freePort());
    List<String> words = List.of("serve", "--config_path", "models/config.json");
    try (Program program =
        Program.easel(
            folder,
            Map.of(),
            words.get(0),
            words.get(1),
            words.get(2),
            "--rest_port",
            port,
            "--rest_bind_address",
            "127.0.0.1")) {
      program.await(out -> out.contains("> out.png"));
      for (String model : models) {
        BufferedImage picture = ask(port, model);
        assertThat(picture.getWidth()).as(model).isEqualTo(64);
      }
    }
  }

  private static BufferedImage ask(String port, String model) throws Exception {
    String body =
        "{\"model\": \"%s\", \"prompt\": \"a cat\", \"size\": \"64x64\"}".formatted(model);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v3/images/generations"))
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    assertThat(answer.statusCode()).as("%s: %s", model, answer.body()).isEqualTo(200);
    Matcher picture = PICTURE.matcher(answer.body());
    assertThat(picture.find()).isTrue();
    return ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(picture.group(1))));
  }
}
