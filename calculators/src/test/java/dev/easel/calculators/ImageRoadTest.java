package dev.easel.calculators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.easel.calculators.http.FormPart;
import dev.easel.calculators.http.HttpRequestPayload;
import dev.easel.calculators.http.HttpResponsePayload;
import dev.easel.calculators.http.RequestException;
import dev.easel.calculators.image.ImageDecoder;
import dev.easel.calculators.image.ImageLimits;
import dev.easel.calculators.image.png.PngText;
import dev.easel.framework.graph.CalculatorGraph;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.picture.RgbImages;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ImageRoadTest {

  /** The same road, written out, with a calculator of somebody else's in it. */
  private static final String WITH_INVERT =
      """
      input_stream: "HTTP_REQUEST_PAYLOAD:input"
      output_stream: "HTTP_RESPONSE_PAYLOAD:output"
      node {
        calculator: "ImageRequestCalculator"
        input_stream: "HTTP_REQUEST_PAYLOAD:input"
        input_side_packet: "IMAGE_GEN_NODE_RESOURCES:pipes"
        output_stream: "TASK:task"
      }
      node {
        calculator: "ImageGenerateCalculator"
        input_stream: "TASK:task"
        input_side_packet: "IMAGE_GEN_NODE_RESOURCES:pipes"
        output_stream: "IMAGES:images"
        node_options: {
          [type.googleapis.com/mediapipe.ImageGenCalculatorOptions]: {
            models_path: "%s"
            device: "CPU"
          }
        }
      }
      node {
        calculator: "InvertCalculator"
        input_stream: "IMAGES:images"
        output_stream: "IMAGES:inverted"
      }
      node {
        calculator: "ImageEncodeCalculator"
        input_stream: "TASK:task"
        input_stream: "IMAGES:inverted"
        output_stream: "ENCODED:encoded"
      }
      node {
        calculator: "ImageResponseCalculator"
        input_stream: "TASK:task"
        input_stream: "ENCODED:encoded"
        output_stream: "HTTP_RESPONSE_PAYLOAD:output"
      }
      """;

  @Test
  void makesImagesOfText() throws Exception {
    try (Road road = Road.open("sd15", "")) {
      JsonNode answer = road.ask(Road.generation("\"n\": 2, \"rng_seed\": 7"));
      assertThat(answer.path("data").size()).isEqualTo(2);
      assertThat(Road.image(answer, 0)).isNotEqualTo(Road.image(answer, 1));
      assertThat(answer.path("data").path(0).path("seed").asLong()).isEqualTo(7);
      assertThat(answer.path("size").asText()).isEqualTo("64x64");
      assertThat(answer.path("usage").path("input_tokens").asInt()).isPositive();
      JsonNode text =
          new ObjectMapper().readTree(PngText.find(Road.image(answer, 1)).orElseThrow());
      assertThat(text.path("prompt").asText()).isEqualTo("three cats");
      assertThat(text.path("index").asInt()).isEqualTo(1);
      assertThat(text.path("guidance_scale").asDouble()).isEqualTo(7.5);
      assertThat(road.ask(Road.generation("\"n\": 2, \"rng_seed\": 7")).path("data"))
          .isEqualTo(answer.path("data"));
    }
  }

  @Test
  void invertsByEditingOnlyTheGraph() throws Exception {
    HttpRequestPayload request = Road.generation("\"rng_seed\": 7");
    try (Road road = Road.open("sd15", "");
        Road inverting = Road.openGraph(WITH_INVERT, "sd15")) {
      byte[] plain = pixels(Road.image(road.ask(request), 0));
      byte[] inverted = pixels(Road.image(inverting.ask(request), 0));
      for (int i = 0; i < plain.length; i++) {
        plain[i] = (byte) ~plain[i];
      }
      assertThat(inverted).isEqualTo(plain);
    }
  }

  @Test
  void changesImages() {
    try (Road road = Road.open("sd15", "inpainting_pipelines: 2")) {
      List<FormPart> parts = Road.form("strength", "0.7", "n", "2", "rng_seed", "5");
      JsonNode answer = road.ask(Road.edit(parts));
      assertThat(answer.path("data").size()).isEqualTo(2);
      assertThat(answer.path("size").asText()).isEqualTo("64x128");
      parts.add(Road.mask(32, 32));
      JsonNode masked = road.ask(Road.edit(parts));
      assertThat(masked.path("data").size()).isEqualTo(2);
      assertThat(Road.image(masked, 0)).isNotEqualTo(Road.image(masked, 1));
      assertThat(road.ask(Road.edit(parts)).path("data")).isEqualTo(masked.path("data"));
    }
  }

  @Test
  void inpaintsSeveralImagesWithAModelMadeForIt() {
    try (Road road = Road.open("sd15-inpaint", "")) {
      List<FormPart> parts = Road.form("n", "2");
      RequestException mistake = road.refuse(Road.edit(parts));
      assertThat(mistake.code()).isEqualTo(StatusCode.FAILED_PRECONDITION);
      assertThat(mistake).hasMessageContaining("Image-to-image pipeline is not available");
      parts.add(Road.mask(64, 128));
      assertThat(road.ask(Road.edit(parts)).path("data").size()).isEqualTo(2);
    }
  }

  @Test
  void runsFlux() {
    try (Road road = Road.open("flux", "")) {
      JsonNode answer = road.ask(Road.generation("\"prompt_2\": \"cats\""));
      assertThat(answer.path("size").asText()).isEqualTo("64x64");
      List<FormPart> parts = Road.form("strength", "0.7");
      assertThat(road.ask(Road.edit(parts)).path("size").asText()).isEqualTo("64x128");
      parts.add(Road.mask(64, 128));
      assertThat(road.ask(Road.edit(parts)).path("size").asText()).isEqualTo("64x128");
    }
  }

  @Test
  void refusesFluxOnAnNpu() {
    assertThatThrownBy(
            () -> Road.open("flux", "device: \"NPU NPU NPU\" resolution: \"64x64\"").close())
        .hasMessageContaining("FLUX models do not run on an NPU");
    assertThatThrownBy(() -> Road.open("sd15", "device: \"NPU\" resolution: \"64x64\"").close())
        .hasMessageContaining("'NPU' is not on this machine");
  }

  @Test
  void runsStableDiffusionXl() {
    try (Road road = Road.open("sdxl", "")) {
      String prompts = "\"prompt_2\": \"oil\", \"negative_prompt_2\": \"dogs\"";
      assertThat(road.ask(Road.generation(prompts)).path("data").size()).isEqualTo(1);
      List<FormPart> parts = Road.form("strength", "0.7");
      parts.add(Road.mask(64, 128));
      assertThat(road.ask(Road.edit(parts)).path("data").size()).isEqualTo(1);
    }
  }

  @Test
  void runsLatentConsistency(@TempDir Path folder) throws Exception {
    copyModel(Road.BINDING_MODELS.resolve("sd15"), folder);
    rewrite(
        folder.resolve("model_index.json"),
        "StableDiffusionPipeline",
        "LatentConsistencyModelPipeline",
        "PNDMScheduler",
        "LCMScheduler");
    rewrite(
        folder.resolve("scheduler/scheduler_config.json"),
        "PNDMScheduler",
        "LCMScheduler",
        "\"trained_betas\": null",
        "\"trained_betas\": null, \"original_inference_steps\": 50");
    try (Road road = Road.open(folder, "default_num_inference_steps: 4")) {
      assertThat(road.ask(Road.generation("")).path("data").size()).isEqualTo(1);
      assertThat(road.refuse(Road.generation("\"negative_prompt\": \"dogs\"")).param())
          .hasValue("negative_prompt");
    }
  }

  /** What loads and then fails each request fails the load, with GenAI's sentence. */
  @ParameterizedTest
  @CsvSource({
    "PNDMScheduler, '\"skip_prk_steps\": false', skip_prk_steps=false",
    "EulerDiscreteScheduler, '\"use_karras_sigmas\": true', use_karras_sigmas",
    "LMSDiscreteScheduler, '\"clip_sample\": true', clip_sample"
  })
  void refusesAModelThatMakesNoImage(
      String scheduler, String option, String reason, @TempDir Path folder) throws Exception {
    copyModel(Road.BINDING_MODELS.resolve("sd15"), folder);
    Files.writeString(
        folder.resolve("scheduler/scheduler_config.json"),
        "{\"_class_name\": \"%s\", %s}".formatted(scheduler, option));
    assertThatThrownBy(() -> Road.open(folder, "").close()).hasMessageContaining(reason);
  }

  private static void copyModel(Path from, Path to) throws Exception {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(from)) {
      files = walk.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      Path target = to.resolve(from.relativize(file));
      Files.createDirectories(target.getParent());
      Files.copy(file, target);
    }
  }

  private static void rewrite(Path file, String... oldAndNew) throws Exception {
    String text = Files.readString(file);
    for (int i = 0; i < oldAndNew.length; i += 2) {
      text = text.replace(oldAndNew[i], oldAndNew[i + 1]);
    }
    Files.writeString(file, text);
  }

  @Test
  void variesImages() {
    try (Road road = Road.open("sd15", "")) {
      List<FormPart> parts =
          List.of(
              FormPart.text("num_inference_steps", "2"),
              FormPart.file("image", "x.png", "image/png", Road.image(8, 8)),
              FormPart.text("size", "64x64"),
              FormPart.text("n", "2"));
      HttpRequestPayload edit = Road.edit(parts);
      HttpRequestPayload variation =
          new HttpRequestPayload(
              "POST",
              "/v1/images/variations",
              "",
              "tiny",
              "tiny",
              edit.headers(),
              edit.body(),
              parts);
      JsonNode answer = road.ask(variation);
      assertThat(answer.path("data").size()).isEqualTo(2);
      assertThat(answer.path("size").asText()).isEqualTo("64x64");
    }
  }

  @Test
  void answersWithUrlsAndOtherFormats() {
    try (Road road = Road.open("sd15", "")) {
      HttpResponsePayload answer =
          road.send(
              Road.generation(
                  "\"response_format\": \"url\", \"output_format\": \"webp\", \"quality\":"
                      + " \"high\", \"user\": \"u\""));
      assertThat(answer.header("x-easel-ignored-parameters")).isEqualTo("quality, user");
      String url = Road.json(answer).path("data").path(0).path("url").asText();
      assertThat(url).startsWith("http://localhost:8000/v3/images/content/");
      String key = url.substring(url.lastIndexOf('/') + 1);
      assertThat(road.kept(key).orElseThrow().contentType()).isEqualTo("image/webp");
    }
  }

  @Test
  void cutsOrRefusesLongPrompts() {
    String longPrompt = "\"prompt\": \"" + "cat ".repeat(200) + "\"";
    try (Road road = Road.open("sd15", "")) {
      HttpResponsePayload answer = road.send(Road.generation(longPrompt));
      assertThat(answer.header("x-easel-prompt-tokens-kept")).isEqualTo("77");
      assertThat(Integer.parseInt(answer.header("x-easel-prompt-tokens-sent"))).isGreaterThan(77);
    }
    try (Road road = Road.open("sd15", "reject_long_prompts: true")) {
      assertThat(road.refuse(Road.generation(longPrompt)).param()).hasValue("prompt");
    }
  }

  @Test
  void holdsToTheCompiledShape() {
    try (Road road = Road.open("sd15", "resolution: \"64x64\" num_images_per_prompt: 2")) {
      assertThat(road.ask(Road.generation("")).path("data").size()).isEqualTo(2);
      assertThat(road.refuse(Road.generation("\"n\": 1")).param()).hasValue("n");
    }
  }

  @Test
  void refusesImagesThatAreNone() {
    try (Road road = Road.open("sd15", "max_upload_pixels: 5000")) {
      assertThat(road.refuse(Road.edit(Road.form())).getMessage()).contains("64x128");
      List<FormPart> parts = Road.form();
      parts.set(2, FormPart.file("image", "x", "image/png", ByteBuffer.wrap(new byte[] {1, 2})));
      assertThat(road.refuse(Road.edit(parts)).param()).hasValue("image");
    }
  }

  @Test
  void stopsWithinAStepWhenCancelled() {
    try (Road road = Road.open("sd15", "max_num_inference_steps: 5000");
        CalculatorGraph run = road.graph()) {
      run.startRun(road.sidePackets());
      run.addPacketToInputStream(
          "input", Packet.of(Road.generation("\"num_inference_steps\": 900"), 0));
      run.cancel();
      assertThatThrownBy(run::waitUntilDone)
          .isInstanceOfSatisfying(
              StatusException.class,
              status -> assertThat(status.code()).isEqualTo(StatusCode.CANCELLED));
    }
  }

  private static byte[] pixels(ByteBuffer file) throws Exception {
    try (RgbImages image = new ImageDecoder(ImageLimits.DEFAULT).decode(file)) {
      byte[] bytes = new byte[image.pixels().remaining()];
      image.pixels().get(bytes);
      return bytes;
    }
  }
}
