package dev.easel.serving.repository;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.http.SimulatedServer;
import dev.easel.http.TestServer;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Adapters that are loaded and dropped while a model serves. */
@Timeout(240)
class RunTimeAdaptersTest {
  private static final Path MODELS =
      Path.of("../openvino-genai-jni/src/test/models").toAbsolutePath().normalize();

  @TempDir private Path folder;

  private static HttpResponse<String> ask(TestServer server, String model) throws Exception {
    return server.post(
        "/v3/images/generations",
        "{\"model\": \"%s\", \"prompt\": \"a cat\", \"size\": \"64x64\",".formatted(model)
            + " \"num_inference_steps\": 2, \"rng_seed\": 7}");
  }

  private static JsonNode image(TestServer server, String model) throws Exception {
    HttpResponse<String> answer = ask(server, model);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return new ObjectMapper().readTree(answer.body()).at("/data/0/b64_json");
  }

  private static void assertAnswer(HttpResponse<String> answer, int status, String text) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.body()).contains(text);
  }

  private static HttpResponse<String> load(TestServer server, String name, String path)
      throws Exception {
    return server.post(
        "/v1/load_lora_adapter",
        "{\"lora_name\": \"%s\", \"lora_path\": \"%s\"}".formatted(name, path));
  }

  private static HttpResponse<String> unload(TestServer server, String name) throws Exception {
    return server.post("/v1/unload_lora_adapter", "{\"lora_name\": \"%s\"}".formatted(name));
  }

  @Test
  void loadsAndDropsAdaptersFromTheFolderAlone() throws Exception {
    Path adapters = Files.createDirectory(folder.resolve("adapters"));
    Path adapter = MODELS.resolve("lora/sd15-kohya-unet.safetensors");
    Files.copy(adapter, adapters.resolve("style.safetensors"));
    Files.copy(adapter, folder.resolve("outside.safetensors"));
    Files.createSymbolicLink(adapters.resolve("link.safetensors"), adapter);
    Files.write(adapters.resolve("empty.safetensors"), new byte[0]);
    Path config =
        SimulatedServer.write(
            folder,
            Map.of("m", "models_path: \"%s\" device: \"CPU\"".formatted(MODELS.resolve("sd15"))));
    RepositorySettings settings =
        RepositorySettings.standard(CalculatorRegistry.standard())
            .withPoll(Duration.ZERO)
            .withDeployment("lora_adapters_path", adapters.toString());
    try (ServableRepository repository =
            ServableRepository.open(RepositorySource.configFile(config), settings);
        TestServer server = TestServer.of(each -> each, repository)) {
      repository.load();
      repository.awaitFirstLoad();
      JsonNode bare = image(server, "m");
      String nowhere = "there is no such .safetensors file in the folder";
      assertAnswer(load(server, "style", "../outside.safetensors"), 404, nowhere);
      assertAnswer(load(server, "style", "link.safetensors"), 404, nowhere);
      assertAnswer(load(server, "style", "none.safetensors"), 404, nowhere);
      assertAnswer(load(server, "a b", "style.safetensors"), 400, "lora_name must be");
      assertAnswer(load(server, "style", "empty.safetensors"), 400, "is empty");
      assertAnswer(unload(server, "style"), 404, "no adapter 'style' was loaded at run time");
      assertAnswer(
          server.post("/v1/load_lora_adapter", "{\"lora_name\": \"style\"}"), 400, "lora_path");
      assertThat(ask(server, "style").statusCode()).isEqualTo(404);

      assertAnswer(
          load(server, "style", "style.safetensors"),
          200,
          "Success: LoRA adapter 'style' added successfully.");
      assertThat(server.get("/v3/models").body()).contains("\"style\"");
      assertThat(image(server, "style")).isNotEqualTo(bare);
      assertAnswer(load(server, "style", "style.safetensors"), 409, "is in use already");

      assertAnswer(
          unload(server, "style"), 200, "Success: LoRA adapter 'style' removed successfully.");
      assertThat(ask(server, "style").statusCode()).isEqualTo(404);
      assertThat(image(server, "m")).isEqualTo(bare);
    }
  }

  @Test
  void isOffWithoutAFolder() throws Exception {
    try (SimulatedServer server = SimulatedServer.open(folder, "")) {
      assertAnswer(
          load(server.http, "style", "a.safetensors"),
          501,
          "the operator starts the server with --lora_adapters_path");
      assertAnswer(unload(server.http, "style"), 501, "--lora_adapters_path");
    }
  }
}
