package dev.easel.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.http.SimulatedServer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How clients write lists, objects and "any seed" where a form has only names and texts. */
@Timeout(60)
final class FormConventionsTest {

  @TempDir static Path folder;

  private static SimulatedServer server;
  private static String image;

  @BeforeAll
  static void start() throws Exception {
    ImageFiles.write(folder);
    image =
        new String(Files.readAllBytes(folder.resolve("image.png")), StandardCharsets.ISO_8859_1);
    server = SimulatedServer.open(folder, "simulation { step_millis: 1 }");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"image", "image[]", "image[0]", "images", "images[]", "images[0]"})
  void takesAnImageAsAnItemOfAList(String name) throws Exception {
    assertThat(edited(name, "n", "1").statusCode()).isEqualTo(200);
  }

  /** The simulated model has no adapters, and says so of the object as of JSON's. */
  @Test
  void readsAnObjectByItsFields() throws Exception {
    HttpResponse<String> answer = edited("image", "lora_alphas[style]", "0.5");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("unsupported_parameter", "no LoRA adapters");
    assertThat(edited("image", "lora_alphas[style]", "much").body())
        .contains("lora_alphas[style]: 'much' is not a number");
  }

  @ParameterizedTest
  @ValueSource(strings = {"prompt[0]", "lora_alphas[]", "image[x]", "n[0]", "user[id]"})
  void leavesNothingOutThatItDoesNotKnow(String name) throws Exception {
    assertThat(edited("image", name, "1").body()).contains("unknown_parameter", name);
  }

  @Test
  void takesAFreshSeedForMinusOne() throws Exception {
    String first = seed(edited("image", "rng_seed", "-1"));
    String second = seed(edited("image", "rng_seed", "-1"));
    assertThat(first).isNotEqualTo(second).doesNotStartWith("-");
    HttpResponse<String> json =
        server.http.post(
            "/v3/images/generations", "{\"model\": \"sim\", \"prompt\": \"x\", \"rng_seed\": -1}");
    assertThat(seed(json)).isNotEqualTo(first).doesNotStartWith("-");
    assertThat(edited("image", "rng_seed", "-2").statusCode()).isEqualTo(400);
  }

  private static String seed(HttpResponse<String> answer) {
    return answer.headers().firstValue("x-easel-seed").orElseThrow();
  }

  private static HttpResponse<String> edited(String imageName, String name, String value)
      throws Exception {
    String part = "--X\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n";
    String body =
        part.formatted("model", "sim")
            + part.formatted("prompt", "a")
            + part.formatted(name, value)
            + part.formatted(imageName + "\"; filename=\"a.png", image)
            + "--X--\r\n";
    return server.http.send(
        HttpRequest.newBuilder(server.http.request("/v3/images/edits").build().uri())
            .header("content-type", "multipart/form-data; boundary=X")
            .POST(BodyPublishers.ofString(body, StandardCharsets.ISO_8859_1))
            .build());
  }
}
