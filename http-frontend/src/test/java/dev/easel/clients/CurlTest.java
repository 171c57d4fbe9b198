package dev.easel.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The published curl lines, with the shipped model's name and size. */
@Timeout(300)
final class CurlTest {
  @TempDir static Path folder;

  private static ShippedServer server;

  @BeforeAll
  static void start() throws Exception {
    ImageFiles.write(folder);
    server = ShippedServer.open();
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  private static JsonNode curl(String path, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("curl", "--silent", server.base(path)));
    command.addAll(Arrays.asList(arguments));
    return new ObjectMapper().readTree(PythonEnvironment.run(command));
  }

  private static BufferedImage picture(JsonNode answer, int index) throws Exception {
    JsonNode data = answer.at("/data/" + index + "/b64_json");
    assertThat(data.isBinary() || data.isTextual()).as(answer.toString()).isTrue();
    return ImageIO.read(new ByteArrayInputStream(data.binaryValue()));
  }

  @Test
  void generates() throws Exception {
    JsonNode answer =
        curl(
            "/v3/images/generations",
            "-H",
            "Content-Type: application/json",
            "-d",
            """
            {"model": "shapes", "prompt": "a red circle on a white background",
             "num_inference_steps": 10, "size": "256x256"}""");
    assertThat(ImageFiles.isRedInTheMiddle(picture(answer, 0))).isTrue();
  }

  @Test
  void namesTheSizesThatTheModelMakesWell() throws Exception {
    JsonNode sizes = curl("/v3/models/shapes").path("sizes");
    assertThat(sizes).extracting(JsonNode::asText).contains("256x256", "512x512", "512x256");
  }

  @Test
  void edits() throws Exception {
    JsonNode answer =
        curl(
            "/v3/images/edits",
            "-X",
            "POST",
            "-F",
            "model=shapes",
            "-F",
            "image=@" + folder.resolve("image.png"),
            "-F",
            "strength=0.7",
            "-F",
            "prompt=a blue square on a white background");
    assertThat(picture(answer, 0).getWidth()).isEqualTo(ImageFiles.SIZE);
  }

  @Test
  void editsIntoFourVariations() throws Exception {
    JsonNode answer =
        curl(
            "/v3/images/edits",
            "-X",
            "POST",
            "-F",
            "model=shapes",
            "-F",
            "image=@" + folder.resolve("image.png"),
            "-F",
            "strength=0.7",
            "-F",
            "prompt=a blue square on a white background",
            "-F",
            "n=4");
    assertThat(answer.get("data")).hasSize(4);
    for (int i = 0; i < 4; i++) {
      assertThat(picture(answer, i).getHeight()).isEqualTo(ImageFiles.SIZE);
    }
  }

  /** As Open WebUI sends one image. */
  @Test
  void editsAPictureThatComesInAList() throws Exception {
    JsonNode answer =
        curl(
            "/v1/images/edits",
            "-F",
            "model=shapes",
            "-F",
            "image[]=@" + folder.resolve("image.png"),
            "-F",
            "num_inference_steps=4",
            "-F",
            "prompt=a blue square");
    assertThat(picture(answer, 0).getWidth()).isEqualTo(ImageFiles.SIZE);
  }

  @Test
  void editsPicturesInsideTheJson() throws Exception {
    Path body = folder.resolve("edit.json");
    Files.writeString(
        body,
        """
        {"model": "shapes", "prompt": "a blue square", "num_inference_steps": 4,
         "images": [{"image_url": "%s"}], "mask": {"image_url": "%s"}}"""
            .formatted(dataUrl("image.png"), dataUrl("mask.png")));
    JsonNode answer = curl("/v3/images/edits", "--json", "@" + body);
    assertThat(picture(answer, 0).getWidth()).isEqualTo(ImageFiles.SIZE);
  }

  /** As System.Text.Json, PHP and MIME encoders write the same text. */
  @Test
  void readsWhatJsonEscapesInAPicture() throws Exception {
    String url = dataUrl("image.png");
    String plain = edited(url);
    assertThat(edited(url.replace("+", "\\u002B"))).isEqualTo(plain);
    assertThat(edited(url.replace("/", "\\u002F"))).isEqualTo(plain);
    assertThat(edited(url.replace("/", "\\/"))).isEqualTo(plain);
    assertThat(edited(url.replaceAll("(.{76})", "$1\\\\r\\\\n"))).isEqualTo(plain);
  }

  private static String edited(String url) throws Exception {
    Path body = folder.resolve("escaped.json");
    Files.writeString(
        body,
        """
        {"model": "shapes", "prompt": "a blue square", "num_inference_steps": 2, "rng_seed": 5,
         "images": [{"image_url": "%s"}]}"""
            .formatted(url));
    JsonNode answer = curl("/v3/images/edits", "--json", "@" + body);
    assertThat(answer.has("data")).as(answer.toString()).isTrue();
    return answer.at("/data/0/b64_json").asText();
  }

  private static String dataUrl(String name) throws Exception {
    byte[] file = Files.readAllBytes(folder.resolve(name));
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(file);
  }

  @Test
  void fetchesNothingFromOtherServers() throws Exception {
    JsonNode answer =
        curl(
            "/v3/images/edits",
            "--json",
            "{\"model\": \"shapes\", \"prompt\": \"x\","
                + " \"images\": [{\"image_url\": \"http://127.0.0.1:1/x.png\"}]}");
    assertThat(answer.at("/error/param").asText()).startsWith("images");
    assertThat(answer.at("/error/message").asText()).contains("data:");
  }

  @Test
  void keepsAPictureUnderAUrl() throws Exception {
    JsonNode answer =
        curl(
            "/v3/images/generations",
            "--json",
            "{\"model\": \"shapes\", \"prompt\": \"a red circle on a white background\","
                + " \"response_format\": \"url\", \"output_format\": \"jpeg\"}");
    Path file = folder.resolve("kept.jpg");
    PythonEnvironment.run(
        List.of("curl", "--silent", "-o", file.toString(), answer.at("/data/0/url").asText()));
    assertThat(ImageFiles.format(Files.readAllBytes(file))).isEqualTo("jpeg");
    assertThat(ImageFiles.isRedInTheMiddle(ImageFiles.read(file))).isTrue();
  }

  @Test
  void answersALargeFormThatAsksToContinue() throws Exception {
    // curl asks with Expect: 100-continue when a form is larger than a megabyte.
    Path large = folder.resolve("large.png");
    BufferedImage noise = new BufferedImage(1024, 1024, BufferedImage.TYPE_INT_RGB);
    Random random = new Random(1);
    for (int y = 0; y < 1024; y++) {
      for (int x = 0; x < 1024; x++) {
        noise.setRGB(x, y, random.nextInt());
      }
    }
    ImageIO.write(noise, "png", large.toFile());
    JsonNode answer =
        curl(
            "/v3/images/edits",
            "-H",
            "Expect: 100-continue",
            "-F",
            "model=shapes",
            "-F",
            "image=@" + large,
            "-F",
            "size=256x256",
            "-F",
            "prompt=a red circle");
    assertThat(picture(answer, 0).getWidth()).isEqualTo(ImageFiles.SIZE);
  }
}
