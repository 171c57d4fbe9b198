package dev.easel.clients;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.easel.http.SimulatedServer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The requests of programs that are no libraries, written down as their sources send them. */
@Timeout(60)
final class RecordedClientsTest {

  @TempDir static Path folder;

  private static SimulatedServer server;
  private static String image;

  @BeforeAll
  static void start() throws Exception {
    ImageFiles.write(folder);
    image = new String(Files.readAllBytes(folder.resolve("image.png")), ISO_8859_1);
    server =
        SimulatedServer.open(
            folder,
            Map.of("dall-e-2", SimulatedServer.simulated("simulation { step_millis: 1 }")),
            settings -> settings);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static HttpResponse<String> generate(String path, String body) throws Exception {
    return server.http.send(
        server
            .http
            .request(path)
            .header("authorization", "Bearer sk-unused")
            .header("content-type", "application/json")
            .header("x-openwebui-user-id", "1")
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  /**
   * A form.
   *
   * @param head what its parts have beside their disposition
   */
  private static HttpResponse<String> edit(
      String path, String head, String imageName, String fileName, String... fields)
      throws Exception {
    StringBuilder body = new StringBuilder();
    String part = "--X\r\nContent-Disposition: form-data; name=\"%s\"%s\r\n\r\n%s\r\n";
    for (int i = 0; i < fields.length; i += 2) {
      // The picture's bytes are characters of their own, so the text's bytes are made such, too.
      String text = new String(fields[i + 1].getBytes(StandardCharsets.UTF_8), ISO_8859_1);
      body.append(part.formatted(fields[i], head, text));
    }
    String file = imageName + "\"; filename=\"" + fileName;
    body.append(part.formatted(file, "\r\nContent-Type: image/png", image)).append("--X--\r\n");
    return server.http.send(
        HttpRequest.newBuilder(server.http.request(path).build().uri())
            .header("authorization", "Bearer sk-unused")
            .header("content-type", "multipart/form-data; boundary=X")
            .POST(BodyPublishers.ofString(body.toString(), ISO_8859_1))
            .build());
  }

  private static JsonNode image(HttpResponse<String> answer) throws Exception {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return new ObjectMapper().readTree(answer.body()).at("/data/0");
  }

  private static void assertIsInside(HttpResponse<String> answer, String format) throws Exception {
    byte[] file = image(answer).get("b64_json").binaryValue();
    assertThat(ImageFiles.format(file)).isEqualTo(format);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/v1/images/generations", "/v1/images/generations?api-version=2025-04-01"})
  void generatesForOpenWebUi(String path) throws Exception {
    String body =
        "{\"model\": \"dall-e-2\", \"prompt\": \"a cat\", \"n\": 1, \"size\": \"512x512\"%s}";
    assertIsInside(generate(path, body.formatted(", \"response_format\": \"b64_json\"")), "png");
    assertIsInside(generate(path, body.formatted("")), "png");
    assertIsInside(generate(path, body.formatted(", \"num_inference_steps\": 2")), "png");
  }

  @ParameterizedTest
  @ValueSource(strings = {"image", "image[]"})
  void editsForOpenWebUi(String imageName) throws Exception {
    HttpResponse<String> answer =
        edit(
            "/v1/images/edits",
            "\r\nContent-Type: text/plain; charset=utf-8",
            imageName,
            "0f8fad5b-d9cb-469f-a165-70867728950e.png",
            "model",
            "dall-e-2",
            "prompt",
            "a dög",
            "n",
            "1",
            "size",
            "256x256",
            "background",
            "opaque",
            "response_format",
            "b64_json");
    assertIsInside(answer, "png");
  }

  @Test
  void listsItsModelsForBoth() throws Exception {
    assertThat(server.http.get("/v1/models").body()).contains("\"dall-e-2\"", "\"object\"");
  }

  @Test
  void generatesForN8n() throws Exception {
    assertIsInside(
        generate(
            "/v1/images/generations",
            "{\"prompt\": \"a cat\", \"model\": \"dall-e-2\", \"response_format\": \"b64_json\","
                + " \"n\": 1, \"size\": \"256x256\", \"quality\": \"hd\", \"style\": \"vivid\"}"),
        "png");
    HttpResponse<String> kept =
        generate(
            "/v1/images/generations",
            "{\"prompt\": \"a cat\", \"model\": \"dall-e-2\", \"response_format\": \"url\"}");
    String url = image(kept).get("url").asText();
    assertThat(ImageFiles.format(server.http.fetch(url).body())).isEqualTo("png");
  }

  @Test
  void editsForN8n() throws Exception {
    HttpResponse<String> old =
        edit(
            "/v1/images/edits",
            "",
            "image",
            "test.png",
            "prompt",
            "a rainbow",
            "model",
            "dall-e-2",
            "n",
            "1",
            "size",
            "256x256",
            "response_format",
            "url",
            "user",
            "test-user-123");
    assertThat(image(old).get("url").asText()).startsWith("http://");
    HttpResponse<String> now =
        edit(
            "/v1/images/edits",
            "",
            "image[]",
            "image1.png",
            "prompt",
            "a rainbow",
            "model",
            "dall-e-2",
            "n",
            "1",
            "size",
            "auto",
            "background",
            "auto",
            "input_fidelity",
            "high",
            "output_format",
            "webp",
            "output_compression",
            "85",
            "quality",
            "high");
    assertIsInside(now, "webp");
  }
}
