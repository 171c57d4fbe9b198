package dev.easel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.http.SimulatedServer;
import dev.easel.http.TestServer;
import dev.easel.serving.repository.RepositorySettings;
import dev.easel.serving.repository.RepositorySource;
import dev.easel.serving.repository.ServableRepository;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What {@code validate}, {@code inspect} and a server say of adapters. */
@Timeout(240)
class AdapterCheckTest {
  private static final Path MODEL =
      Path.of("../openvino-genai-jni/src/test/models/sd15").toAbsolutePath().normalize();

  private static final String KNOWN =
      "base_model.model.down_blocks.0.attentions.0.transformer_blocks.0.attn1.to_q";

  private static final String UNKNOWN = "base_model.model.down_blocks.9.attentions.0.proj_in";

  @TempDir private Path folder;

  private record Outcome(int status, String out, String err) {}

  private static Outcome run(String... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line =
        Easel.commandLine(words[0]).setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return new Outcome(line.execute(words), out.toString(), err.toString());
  }

  /** Layers of 16 values whose matrices are nothing but zeros. */
  private Path adapter(String... layers) throws IOException {
    List<String> tensors = new ArrayList<>();
    int at = 0;
    for (String layer : layers) {
      for (String matrix : List.of("lora_A|[4, 16]", "lora_B|[16, 4]")) {
        String[] parts = matrix.split("\\|", 2);
        tensors.add(
            "\"%s.%s.weight\": {\"dtype\": \"F16\", \"shape\": %s, \"data_offsets\": [%d, %d]}"
                .formatted(layer, parts[0], parts[1], at, at + 128));
        at += 128;
      }
    }
    byte[] header = ("{" + String.join(", ", tensors) + "}").getBytes(StandardCharsets.UTF_8);
    ByteBuffer file = ByteBuffer.allocate(8 + header.length + at).order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(header.length).put(header);
    return Files.write(folder.resolve("a.safetensors"), file.array());
  }

  private static String options(Path adapter) {
    return "models_path: \"%s\" device: \"CPU\" lora_adapters { alias: \"style\" path: \"%s\" }"
        .formatted(MODEL, adapter);
  }

  @Test
  void tellsWhatOfAnAdapterFitsAndWhatHasNoEffect() throws Exception {
    Path adapter = adapter(KNOWN, UNKNOWN);
    JsonNode facts =
        new ObjectMapper()
            .readTree(run("inspect", adapter.toString(), "--model", MODEL.toString()).out());
    assertThat(facts.path("names").asText()).isEqualTo("PEFT");
    assertThat(facts.path("layers").asInt()).isEqualTo(2);
    assertThat(facts.path("matched").asInt()).isEqualTo(1);
    assertThat(facts.path("unmatched").path(0).asText()).isEqualTo(UNKNOWN);

    String warning =
        "lora_adapters: 'style': 1 of 2 layers of %s are not in the model and have no effect: '%s'"
            .formatted(adapter, UNKNOWN);
    Path config = SimulatedServer.write(folder, Map.of("m", options(adapter)));
    Outcome checked = run("validate", config.toString());
    assertThat(checked.status()).isZero();
    assertThat(checked.out()).contains("warning: " + warning);
    JsonNode json = new ObjectMapper().readTree(run("validate", "--json", config.toString()).out());
    assertThat(json.at("/graphs/0/warnings/0/message").asText()).isEqualTo(warning);
    try (SimulatedServer server =
        SimulatedServer.open(folder, Map.of("m", options(adapter)), settings -> settings)) {
      JsonNode states = states(server.http);
      assertThat(states.at("/m/warnings/0").asText()).isEqualTo(warning);
      assertThat(states.at("/m/model_version_status/0/state").asText()).isEqualTo("AVAILABLE");
    }
  }

  private static JsonNode states(TestServer server) throws Exception {
    return new ObjectMapper().readTree(server.get("/v1/config").body());
  }

  @Test
  void refusesAnAdapterOfWhichNothingFits() throws Exception {
    Path adapter = adapter("transformer.single_transformer_blocks.0.proj_out");
    String mistake =
        adapter
            + " fits no layer of the model: its keys are 'transformer.single_transformer_blocks";
    Path config = SimulatedServer.write(folder, Map.of("m", options(adapter)));
    Outcome checked = run("validate", config.toString());
    assertThat(checked.status()).isEqualTo(1);
    assertThat(checked.out()).contains("lora_adapters: 'style': " + mistake);
    Outcome inspected = run("inspect", adapter.toString(), "--model", MODEL.toString());
    assertThat(inspected.status()).isEqualTo(1);
    assertThat(inspected.err()).contains(mistake);
    assertThat(run("inspect", adapter.toString()).err()).contains("needs --model DIR");
  }

  @Test
  void refusesAnAliasUnderWhichTheBareModelIsAskedFor() throws Exception {
    String options = options(adapter(KNOWN));
    Path config = SimulatedServer.write(folder, Map.of("style", options));
    String mistake =
        "the alias 'style' of servable 'style' is a name of the servable itself, which stands for"
            + " its bare model; give the adapter another alias";
    Outcome checked = run("validate", config.toString());
    assertThat(checked.status()).isEqualTo(1);
    assertThat(checked.out()).contains(mistake);
    try (ServableRepository repository =
        ServableRepository.open(
            RepositorySource.configFile(config),
            RepositorySettings.standard(CalculatorRegistry.standard()))) {
      repository.load();
      repository.awaitFirstLoad();
      assertThat(repository.find("style").orElseThrow().failure().orElseThrow()).contains(mistake);
    }
    Path aliased = SimulatedServer.write(folder, Map.of("m", options));
    Files.writeString(
        aliased,
        Files.readString(aliased).replace("\"name\"", "\"aliases\": [\"style\"], \"name\""));
    assertThat(run("validate", aliased.toString()).out())
        .contains("the alias 'style' of servable 'm' is a name of the servable itself");
  }
}
