package dev.easel.http.desk;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.easel.access.Access;
import dev.easel.access.KeyHash;
import dev.easel.http.auth.AccessRules;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Edits of uploaded files and of kept pictures, which are there for their owners alone. */
@Timeout(120)
class NamedImagesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String EDITS = "/v1/images/edits";

  @TempDir private Path folder;
  private Access access;
  private TaskServer server;

  @BeforeEach
  void open() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("access.json"),
            "{\"groups\": [{\"name\": \"g\"}], \"keys\": [%s, %s]}"
                .formatted(key("anna"), key("bert")));
    access = Access.file(file, Optional.empty(), InstantSource.system(), Duration.ZERO);
    server = TaskServer.open(folder, 0, new AccessRules(access, Optional.empty(), false, false));
  }

  @AfterEach
  void close() {
    server.close();
    access.close();
  }

  private static String key(String name) {
    return "{\"id\": \"%1$s-key\", \"sha256\": \"%2$s\", \"group\": \"g\"}"
        .formatted(name, KeyHash.of(name).hex());
  }

  private static byte[] png(Color color) throws Exception {
    BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 64 * 64; i++) {
      image.setRGB(i % 64, i / 64, i % 64 < 32 ? color.getRGB() : Color.GRAY.getRGB());
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "png", out);
    return out.toByteArray();
  }

  private static String dataUrl(byte[] png) {
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(png);
  }

  private String upload(String who, String purpose, byte[] content) throws Exception {
    ByteArrayOutputStream form = new ByteArrayOutputStream();
    form.writeBytes(
        ("--b\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\n%s\r\n--b\r\n"
                    .formatted(purpose)
                + "Content-Disposition: form-data; name=\"file\"; filename=\"x\"\r\n"
                + "Content-Type: application/octet-stream\r\n\r\n")
            .getBytes(StandardCharsets.UTF_8));
    form.writeBytes(content);
    form.writeBytes("\r\n--b--\r\n".getBytes(StandardCharsets.UTF_8));
    HttpResponse<String> answer =
        server.send(
            server
                .request("/v1/files")
                .header("authorization", "Bearer " + who)
                .header("content-type", "multipart/form-data; boundary=b")
                .POST(BodyPublishers.ofByteArray(form.toByteArray()))
                .build());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body()).path("id").asText();
  }

  private static String edit(String image, String mask) {
    return ("{\"model\": \"sim\", \"prompt\": \"a cat\", \"num_inference_steps\": 2, \"rng_seed\": 7,"
            + " \"images\": [%s], \"mask\": %s}")
        .formatted(image, mask);
  }

  private static String file(String id) {
    return "{\"file_id\": \"%s\"}".formatted(id);
  }

  private static String url(String text) {
    return "{\"image_url\": \"%s\"}".formatted(text);
  }

  private HttpResponse<String> post(String who, String path, String json) throws Exception {
    return server.post(path, json, "authorization", "Bearer " + who);
  }

  private String picture(String who, String json) throws Exception {
    HttpResponse<String> answer = post(who, EDITS, json);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body()).at("/data/0/b64_json").asText();
  }

  private JsonNode get(String who, String path) throws Exception {
    return JSON.readTree(text(who, path));
  }

  private String text(String who, String path) throws Exception {
    return server
        .send(server.request(path).header("authorization", "Bearer " + who).build())
        .body();
  }

  private JsonNode ended(String who, String path) throws Exception {
    JsonNode seen = get(who, path);
    while (!List.of("completed", "failed", "expired").contains(seen.path("status").asText())) {
      assertThat(seen.has("error")).as(seen.toString()).isFalse();
      TimeUnit.MILLISECONDS.sleep(5); // between two requests, not for a result
      seen = get(who, path);
    }
    return seen;
  }

  @Test
  void anUploadedFileIsAnImageOrAMask() throws Exception {
    byte[] image = png(Color.RED);
    byte[] mask = png(Color.WHITE);
    String imageId = upload("anna", "vision", image);
    String maskId = upload("anna", "vision", mask);
    String sent = picture("anna", edit(url(dataUrl(image)), url(dataUrl(mask))));
    assertThat(picture("anna", edit(file(imageId), file(maskId)))).isEqualTo(sent);
    assertThat(picture("anna", edit(url(dataUrl(image)), file(maskId)))).isEqualTo(sent);
    HttpResponse<String> accepted =
        post("anna", EDITS + "/async", edit(file(imageId), file(maskId)));
    assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
    String task = "/v1/images/tasks/" + JSON.readTree(accepted.body()).path("id").asText();
    assertThat(ended("anna", task).at("/result/data/0/b64_json").asText()).isEqualTo(sent);
  }

  @Test
  void aFileThatIsSomebodyElsesOrGoneIsNotThere() throws Exception {
    String id = upload("anna", "vision", png(Color.RED));
    String text = upload("anna", "user_data", "no picture".getBytes(StandardCharsets.UTF_8));
    assertMistake(post("bert", EDITS, edit(file(id), "null")), "images[0].file_id", id);
    assertMistake(
        post("anna", EDITS, edit(url(dataUrl(png(Color.RED))), file("file-0"))),
        "mask.file_id",
        "file-0");
    assertMistake(post("anna", EDITS, edit(file(text), "null")), "images[0].file_id", "image");
    assertMistake(
        post(
            "anna",
            EDITS,
            edit("{\"file_id\": \"%s\", \"image_url\": \"%s\"}".formatted(id, "data:,"), "null")),
        "images[0].image_url",
        "data: URL");
    assertMistake(
        post(
            "anna",
            EDITS,
            edit(
                "{\"file_id\": \"%s\", \"image_url\": \"%s\"}"
                    .formatted(id, dataUrl(png(Color.RED))),
                "null")),
        "images[0]",
        "one image_url or file_id");
    server.send(
        server.request("/v1/files/" + id).header("authorization", "Bearer anna").DELETE().build());
    assertMistake(post("anna", EDITS, edit(file(id), "null")), "images[0].file_id", id);
  }

  private static void assertMistake(HttpResponse<String> answer, String param, String why)
      throws Exception {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    JsonNode error = JSON.readTree(answer.body()).path("error");
    assertThat(error.path("param").asText()).isEqualTo(param);
    assertThat(error.path("message").asText()).contains(why);
  }

  private static String line(String id, String body) {
    return "{\"custom_id\": \"%s\", \"method\": \"POST\", \"url\": \"%s\", \"body\": %s}\n"
        .formatted(id, EDITS, body);
  }

  private Map<String, JsonNode> lines(String file) throws Exception {
    Map<String, JsonNode> lines = new TreeMap<>();
    for (String line : text("anna", "/v1/files/" + file + "/content").lines().toList()) {
      JsonNode node = JSON.readTree(line);
      lines.put(node.path("custom_id").asText(), node);
    }
    return lines;
  }

  @Test
  void theLinesOfABatchNameFilesOfItsOwner() throws Exception {
    byte[] image = png(Color.BLUE);
    byte[] mask = png(Color.WHITE);
    String mine = upload("anna", "vision", image);
    String maskId = upload("anna", "vision", mask);
    String theirs = upload("bert", "vision", image);
    String input =
        line("mine", edit(file(mine), file(maskId)))
            + line("theirs", edit(file(theirs), "null"))
            + line("nobodys", edit(file(mine), file("file-0")));
    String file = upload("anna", "batch", input.getBytes(StandardCharsets.UTF_8));
    HttpResponse<String> made =
        post(
            "anna",
            "/v1/batches",
            "{\"input_file_id\": \"%s\", \"endpoint\": \"%s\", \"completion_window\": \"24h\"}"
                .formatted(file, EDITS));
    assertThat(made.statusCode()).as(made.body()).isEqualTo(200);
    JsonNode done = ended("anna", "/v1/batches/" + JSON.readTree(made.body()).path("id").asText());
    assertThat(done.path("request_counts").toString())
        .isEqualTo("{\"total\":3,\"completed\":1,\"failed\":2}");
    assertThat(
            requireNonNull(lines(done.path("output_file_id").asText()).get("mine"))
                .at("/response/body/data/0/b64_json")
                .asText())
        .isEqualTo(picture("anna", edit(url(dataUrl(image)), url(dataUrl(mask)))));
    Map<String, JsonNode> errors = lines(done.path("error_file_id").asText());
    assertThat(requireNonNull(errors.get("theirs")).at("/response/body/error/param").asText())
        .isEqualTo("images[0].file_id");
    assertThat(requireNonNull(errors.get("nobodys")).at("/response/body/error/param").asText())
        .isEqualTo("mask.file_id");
    for (JsonNode error : errors.values()) {
      assertThat(error.at("/response/status_code").asInt()).isEqualTo(400);
      assertThat(error.at("/response/body/error/message").asText()).contains("there is no file");
    }
  }

  @Test
  void aKeptPictureIsThereForWhoHadItMade() throws Exception {
    HttpResponse<String> made =
        post(
            "anna",
            "/v1/images/generations",
            "{\"model\": \"sim\", \"prompt\": \"a cup\", \"size\": \"64x64\","
                + " \"num_inference_steps\": 1, \"response_format\": \"url\"}");
    assertThat(made.statusCode()).as(made.body()).isEqualTo(200);
    String kept = JSON.readTree(made.body()).at("/data/0/url").asText();
    byte[] picture = fetch(kept, "anna").body();
    assertThat(fetch(kept, "anna").statusCode()).isEqualTo(200);
    assertThat(fetch(kept, "bert").statusCode()).isEqualTo(404);
    String sent = picture("anna", edit(url(dataUrl(picture)), "null"));
    assertThat(picture("anna", edit(url(kept), "null"))).isEqualTo(sent);
    assertMistake(
        post("bert", EDITS, edit(url(kept), "null")), "images[0].image_url", "was not found");
    assertMistake(
        post("anna", EDITS, edit(url(kept.replaceFirst("content/.", "content/_")), "null")),
        "images[0].image_url",
        "was not found");
    assertMistake(
        post("anna", EDITS, edit(url("http://example.com/a.png"), "null")),
        "images[0].image_url",
        "nothing is fetched");
  }

  private HttpResponse<byte[]> fetch(String url, String who) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(url))
                .header("authorization", "Bearer " + who)
                .build(),
            HttpResponse.BodyHandlers.ofByteArray());
  }
}
