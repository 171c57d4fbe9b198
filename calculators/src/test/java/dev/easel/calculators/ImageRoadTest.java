package dev.easel.calculators;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.easel.calculators.image.ImageDecoder;
import dev.easel.calculators.image.ImageLimits;
import dev.easel.calculators.image.PngEncoder;
import dev.easel.calculators.image.PngText;
import dev.easel.calculators.payload.FormPart;
import dev.easel.calculators.payload.HttpRequestPayload;
import dev.easel.calculators.payload.HttpResponsePayload;
import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.framework.config.GraphDescription;
import dev.easel.framework.graph.CalculatorGraph;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.pool.SharedResources;
import dev.easel.genai.RgbImages;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ImageRoadTest {

  private static final Path MODELS =
      Path.of("../openvino-genai-jni/src/test/models").toAbsolutePath().normalize();

  private static final String ONE_NODE =
      """
      input_stream: "HTTP_REQUEST_PAYLOAD:input"
      output_stream: "HTTP_RESPONSE_PAYLOAD:output"
      node: {
        name: "ImageGenExecutor"
        calculator: "ImageGenCalculator"
        input_stream: "HTTP_REQUEST_PAYLOAD:input"
        input_side_packet: "IMAGE_GEN_NODE_RESOURCES:pipes"
        output_stream: "HTTP_RESPONSE_PAYLOAD:output"
        node_options: {
          [type.googleapis.com / mediapipe.ImageGenCalculatorOptions]: {
            models_path: "%s"
            device: "CPU"
          }
        }
      }
      """;

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

  private static final CalculatorRegistry REGISTRY =
      CalculatorRegistry.standardBuilder(ImageRoadTest.class.getClassLoader())
          .calculator("InvertCalculator", InvertCalculator::new)
          .build();

  @Test
  void makesPicturesOfText() throws Exception {
    JsonNode answer = answer(run(ONE_NODE, "sd15", generation("\"n\": 2, \"rng_seed\": 7")));
    assertThat(answer.path("data").size()).isEqualTo(2);
    assertThat(answer.path("data").path(0).path("b64_json"))
        .isNotEqualTo(answer.path("data").path(1).path("b64_json"));
    assertThat(answer.path("data").path(0).path("seed").asLong()).isEqualTo(7);
    assertThat(answer.path("size").asText()).isEqualTo("64x64");
    assertThat(answer.path("usage").path("input_tokens").asInt()).isPositive();
    ByteBuffer file = picture(answer, 1);
    JsonNode text = new ObjectMapper().readTree(PngText.find(file).orElseThrow());
    assertThat(text.path("prompt").asText()).isEqualTo("three cats");
    assertThat(text.path("index").asInt()).isEqualTo(1);
    assertThat(text.path("guidance_scale").asDouble()).isEqualTo(7.5);
  }

  @Test
  void invertsByEditingOnlyTheGraph() throws Exception {
    HttpRequestPayload request = generation("\"rng_seed\": 7");
    byte[] plain = pixels(picture(answer(run(ONE_NODE, "sd15", request)), 0));
    byte[] inverted = pixels(picture(answer(run(WITH_INVERT, "sd15", request)), 0));
    for (int i = 0; i < plain.length; i++) {
      plain[i] = (byte) ~plain[i];
    }
    assertThat(inverted).isEqualTo(plain);
  }

  @Test
  void changesPictures() throws Exception {
    List<FormPart> parts = form("strength", "0.7", "n", "2", "rng_seed", "5");
    JsonNode answer = answer(run(ONE_NODE, "sd15", edit(parts)));
    assertThat(answer.path("data").size()).isEqualTo(2);
    assertThat(answer.path("size").asText()).isEqualTo("64x128");
    parts.add(FormPart.file("mask", "m.png", "image/png", image(32, 32)));
    JsonNode masked = answer(run(ONE_NODE, "sd15", edit(parts)));
    assertThat(masked.path("data").size()).isEqualTo(2);
    assertThat(masked.path("data").path(0).path("b64_json"))
        .isNotEqualTo(masked.path("data").path(1).path("b64_json"));
  }

  @Test
  void inpaintsSeveralPicturesWithAModelMadeForIt() throws Exception {
    List<FormPart> parts = form("n", "2");
    parts.add(FormPart.file("mask", "m.png", "image/png", image(64, 128)));
    JsonNode answer = answer(run(ONE_NODE, "sd15-inpaint", edit(parts)));
    assertThat(answer.path("data").size()).isEqualTo(2);
  }

  @Test
  void runsFlux() throws Exception {
    JsonNode answer = answer(run(ONE_NODE, "flux", generation("\"prompt_2\": \"cats\"")));
    assertThat(answer.path("size").asText()).isEqualTo("64x64");
    JsonNode edited = answer(run(ONE_NODE, "flux", edit(form("strength", "0.7"))));
    assertThat(edited.path("size").asText()).isEqualTo("64x128");
  }

  private static HttpRequestPayload generation(String fields) {
    String body =
        "{\"prompt\": \"three cats\", \"size\": \"64x64\", \"num_inference_steps\": 2, "
            + fields
            + "}";
    return new HttpRequestPayload(
        "POST",
        "/v3/images/generations",
        "",
        "tiny",
        "tiny",
        Map.of("content-type", "application/json"),
        ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)),
        List.of());
  }

  private static List<FormPart> form(String... namesAndValues) {
    List<FormPart> parts = new ArrayList<>();
    parts.add(FormPart.text("prompt", "a dog"));
    parts.add(FormPart.text("num_inference_steps", "2"));
    parts.add(FormPart.file("image", "x.png", "image/png", image(64, 128)));
    for (int i = 0; i < namesAndValues.length; i += 2) {
      parts.add(FormPart.text(namesAndValues[i], namesAndValues[i + 1]));
    }
    return parts;
  }

  private static HttpRequestPayload edit(List<FormPart> parts) {
    return new HttpRequestPayload(
        "POST",
        "/v3/images/edits",
        "",
        "tiny",
        "tiny",
        Map.of("content-type", "multipart/form-data; boundary=x"),
        ByteBuffer.allocate(0),
        parts);
  }

  /** A PNG file, black above and white below. */
  private static ByteBuffer image(int width, int height) {
    ByteBuffer rgb = ByteBuffer.allocate(width * height * 3);
    while (rgb.hasRemaining()) {
      rgb.put((byte) (rgb.position() < rgb.capacity() / 2 ? 0 : 255));
    }
    List<ByteBuffer> pieces = new PngEncoder().encode(rgb.flip(), width, height, Optional.empty());
    ByteBuffer file = ByteBuffer.allocate(pieces.stream().mapToInt(ByteBuffer::remaining).sum());
    pieces.forEach(file::put);
    return file.flip();
  }

  private static HttpResponsePayload run(String graph, String model, HttpRequestPayload request) {
    GraphDescription description =
        GraphDescription.parse(graph.formatted(MODELS.resolve(model)), "graph.pbtxt", REGISTRY);
    List<HttpResponsePayload> answers = new ArrayList<>();
    try (SharedResources resources = SharedResources.open(description, MODELS, Map.of());
        CalculatorGraph run = new CalculatorGraph(description)) {
      run.observeOutputStream(
          "output", packet -> answers.add(packet.get(HttpResponsePayload.class)));
      run.startRun(resources.sidePackets());
      run.addPacketToInputStream("input", Packet.of(request, 0));
      run.closeAllInputStreams();
      run.waitUntilDone();
    }
    assertThat(answers).hasSize(1);
    return answers.get(0);
  }

  private static JsonNode answer(HttpResponsePayload response) throws Exception {
    StringBuilder text = new StringBuilder();
    response.body().forEach(piece -> text.append(StandardCharsets.UTF_8.decode(piece)));
    return new ObjectMapper().readTree(text.toString());
  }

  private static ByteBuffer picture(JsonNode answer, int index) {
    String base64 = answer.path("data").path(index).path("b64_json").asText();
    return ByteBuffer.wrap(Base64.getDecoder().decode(base64));
  }

  private static byte[] pixels(ByteBuffer file) throws Exception {
    try (RgbImages image = new ImageDecoder(ImageLimits.DEFAULT).decode(file)) {
      byte[] bytes = new byte[image.pixels().remaining()];
      image.pixels().get(bytes);
      return bytes;
    }
  }
}
