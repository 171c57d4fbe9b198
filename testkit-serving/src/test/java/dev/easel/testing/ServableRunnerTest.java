package dev.easel.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.easel.picture.RgbImages;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** On the class path that authors have: no HTTP, no native code. */
@Timeout(60)
class ServableRunnerTest {
  private static final Path SHAPES = Path.of("..", "graphs", "config.json");

  private static final String SIMULATED =
      """
      input_stream: "HTTP_REQUEST_PAYLOAD:request"
      output_stream: "HTTP_RESPONSE_PAYLOAD:response"
      node {
        calculator: "ImageGenCalculator"
        input_stream: "HTTP_REQUEST_PAYLOAD:request"
        input_side_packet: "IMAGE_GEN_NODE_RESOURCES:pipelines"
        output_stream: "HTTP_RESPONSE_PAYLOAD:response"
        node_options {
          [type.googleapis.com/mediapipe.ImageGenCalculatorOptions] {
            models_path: "."
            device: "SIM"
            simulation { %s }
          }
        }
      }
      """;

  @TempDir private Path folder;

  private ServableRunner simulated(String simulation) throws Exception {
    Files.writeString(folder.resolve("graph.pbtxt"), SIMULATED.formatted(simulation));
    return ServableRunner.open(folder);
  }

  @Test
  void generatesTheSamePictureForTheSameSeed() throws Exception {
    try (ServableRunner servables = simulated("")) {
      ServableAnswer answer =
          servables.generation("a red circle").size(64, 48).seed(7).field("n", 2).send().good();
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("x-easel-seed")).isEqualTo("7");
      List<RgbImages> pictures = answer.pictures();
      assertThat(pictures).hasSize(2).allMatch(each -> each.width() == 64 && each.height() == 48);
      RgbImages again =
          servables.generation("a red circle").size(64, 48).seed(7).send().good().picture();
      PictureAssert.assertSame(again, pictures.get(0), 0);
    }
  }

  @Test
  void editsAPictureSentInAFormAsOneSentInJson() throws Exception {
    RgbImages red = TestPictures.plain(64, 64, 0xff0000);
    try (ServableRunner servables = simulated("")) {
      ServableRequest request = servables.edit("a star", red).seed(7);
      RgbImages byForm = request.send().good().picture();
      RgbImages byJson = request.asJson().send().good().picture();
      PictureAssert.assertSame(byForm, byJson, 0);
      assertThat(
              servables
                  .edit("a star", red)
                  .file("image", "image/png", "no picture".getBytes(StandardCharsets.UTF_8))
                  .send()
                  .error()
                  .path("param")
                  .asText())
          .isEqualTo("image");
    }
  }

  @Test
  void readsTheEventsOfAStream() throws Exception {
    try (ServableRunner servables = simulated("")) {
      ServableRequest request = servables.generation("a red circle").size(64, 64).seed(7);
      RgbImages whole = request.send().good().picture();
      ServableAnswer streamed =
          request.field("stream", true).field("partial_images", 2).send().good();
      assertThat(streamed.header("content-type")).startsWith("text/event-stream");
      assertThat(streamed.events())
          .extracting(AnswerEvent::name)
          .contains("image_generation.partial_image")
          .endsWith("image_generation.completed");
      PictureAssert.assertSame(whole, streamed.picture(), 0);
    }
  }

  @Test
  void keepsThePicturesThatAnAnswerNamesByUrl() throws Exception {
    try (ServableRunner servables = simulated("")) {
      ServableAnswer answer =
          servables
              .generation("a red circle")
              .size(64, 64)
              .seed(7)
              .field("response_format", "url")
              .send()
              .good();
      assertThat(answer.json().at("/data/0/url").asText())
          .startsWith("http://localhost/v3/images/");
      RgbImages sent = servables.generation("a red circle").size(64, 64).seed(7).send().picture();
      PictureAssert.assertSame(sent, answer.picture(), 0);
    }
  }

  @Test
  void tellsMistakesAndFailuresAsAClientHasThem() throws Exception {
    try (ServableRunner servables = simulated("fail_at_step: 1")) {
      ServableAnswer wrong = servables.generation("a red circle").field("size", "huge").send();
      assertThat(wrong.status()).isEqualTo(400);
      assertThat(wrong.error().path("param").asText()).isEqualTo("size");

      ServableAnswer broken =
          servables
              .request("/v3/images/generations")
              .body("application/json", "{".getBytes(StandardCharsets.UTF_8))
              .send();
      assertThat(broken.error().path("code").asText()).isEqualTo("invalid_json");

      ServableAnswer failed = servables.generation("a red circle").size(64, 64).send();
      assertThat(failed.status()).isEqualTo(500);
      assertThat(failed.failure()).isPresent();
      assertThatThrownBy(failed::good)
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("500");

      ServableAnswer halfway =
          servables.generation("a red circle").size(64, 64).field("stream", true).send();
      JsonNode last = halfway.events().get(halfway.events().size() - 1).json();
      assertThat(last.at("/error/type").asText()).isEqualTo("server_error");
      assertThatThrownBy(halfway::good).isInstanceOf(AssertionError.class);
    }
  }

  @Test
  void simulatesTheModelsOfGraphsThatNameADevice() throws Exception {
    try (ServableRunner servables = ServableRunner.simulated(SHAPES)) {
      RgbImages picture =
          servables.generation("a red circle").model("shapes").seed(7).send().good().picture();
      assertThat(picture.width()).isEqualTo(256);
    }
    assertThat(Files.readString(Path.of("/proc/self/maps"))).doesNotContain("openvino");
    assertThatThrownBy(() -> Class.forName("io.netty.channel.Channel"))
        .isInstanceOf(ClassNotFoundException.class);
  }

  /** As a timeout of the test does. */
  @Test
  void anInterruptEndsTheRun() throws Exception {
    try (ServableRunner servables = simulated("step_millis: 3600000")) {
      ServableRequest request = servables.generation("a red circle").size(64, 64);
      Thread.currentThread().interrupt();
      assertThatThrownBy(request::send).isInstanceOf(IllegalStateException.class);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void namesEveryMistakeOfAGraph() throws Exception {
    Files.writeString(
        folder.resolve("graph.pbtxt"),
        SIMULATED.formatted("").replace("ImageGenCalculator\"\n", "ImageGemCalculator\"\n"));
    assertThatThrownBy(() -> ServableRunner.open(folder))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("graph.pbtxt:")
        .hasMessageContaining("ImageGemCalculator");
  }

  @Test
  void saysWhichServablesThereAre() throws Exception {
    try (ServableRunner servables = simulated("")) {
      ServableRequest request = servables.generation("a red circle").model("other");
      assertThatThrownBy(request::send)
          .hasMessageContaining("\"other\"")
          .hasMessageContaining(folder.getFileName().toString());
    }
  }
}
