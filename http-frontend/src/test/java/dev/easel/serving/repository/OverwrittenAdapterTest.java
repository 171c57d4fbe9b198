package dev.easel.serving.repository;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.easel.http.SimulatedServer;
import dev.easel.http.TestServer;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A LoRA file that is written over, in place, while it is served. */
@Timeout(120)
class OverwrittenAdapterTest {
  private static final Path MODELS =
      Path.of("../openvino-genai-jni/src/test/models").toAbsolutePath().normalize();

  @TempDir private Path folder;

  private static JsonNode ask(TestServer server) throws Exception {
    HttpResponse<String> answer =
        server.post(
            "/v3/images/generations",
            "{\"model\": \"style\", \"prompt\": \"a cat\", \"size\": \"64x64\","
                + " \"num_inference_steps\": 2, \"rng_seed\": 7}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return new ObjectMapper().readTree(answer.body()).at("/data/0/b64_json");
  }

  @Test
  void theOldOneServesUntilTheNewOneIsWhole() throws Exception {
    byte[] good = Files.readAllBytes(MODELS.resolve("lora/sd15-kohya-unet.safetensors"));
    byte[] other = Files.readAllBytes(MODELS.resolve("lora/sd15-kohya-unet-te.safetensors"));
    Path adapter = Files.write(folder.resolve("a.safetensors"), good);
    String options =
        "models_path: \"%s\" device: \"CPU\" max_concurrent: 1 lora_adapters { alias: \"style\" path: \"%s\" }"
            .formatted(MODELS.resolve("sd15"), adapter);
    try (SimulatedServer server = SimulatedServer.open(folder, Map.of("m", options), s -> s)) {
      JsonNode before = ask(server.http);
      try (FileChannel cut = FileChannel.open(adapter, StandardOpenOption.WRITE)) {
        cut.truncate(0);
      }
      assertThat(ask(server.http)).isEqualTo(before);
      server.http.post("/v1/config/reload", "");
      assertThat(server.http.get("/v1/config").body())
          .contains("AVAILABLE")
          .contains("'style': " + adapter + " is empty");
      assertThat(ask(server.http)).isEqualTo(before);
      Files.write(adapter, other);
      server.http.post("/v1/config/reload", "");
      assertThat(server.http.get("/v1/config").body()).doesNotContain("is empty");
      assertThat(ask(server.http)).isNotEqualTo(before);
    }
  }
}
