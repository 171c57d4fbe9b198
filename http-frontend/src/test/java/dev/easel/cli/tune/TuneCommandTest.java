package dev.easel.cli.tune;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.easel.cli.shared.Failures;
import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.http.SimulatedServer;
import dev.easel.http.TestServer;
import dev.easel.serving.repository.RepositorySettings;
import dev.easel.serving.repository.RepositorySource;
import dev.easel.serving.repository.ServableRepository;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A model that is measured, and then served by what was found. */
class TuneCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path MODEL =
      Path.of("../openvino-genai-jni/src/test/models/sd15").toAbsolutePath().normalize();

  @TempDir private Path folder;

  private record Outcome(int status, String out, String err) {}

  private static Outcome tune(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line =
        Failures.handledBy(new CommandLine(new TuneCommand()))
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err));
    return new Outcome(line.execute(arguments), out.toString(), err.toString());
  }

  private Path cache() {
    return folder.resolve("cache");
  }

  /** The servable's config.json. */
  private Path served(String options) throws IOException {
    return SimulatedServer.write(
        folder,
        Map.of(
            "sd",
            "models_path: \"%s\" device: \"CPU\" default_resolution: \"64x64\"".formatted(MODEL)
                + " default_num_inference_steps: 2 "
                + options));
  }

  /** What a server of it says: how the model was compiled, and a picture. */
  private record Served(JsonNode tuning, String picture) {}

  private Served serve(Path config) throws IOException, InterruptedException {
    RepositorySettings settings =
        RepositorySettings.standard(CalculatorRegistry.standard())
            .withPoll(Duration.ZERO)
            .withDeployment("tuning_dir", cache().resolve("tuning").toString());
    try (ServableRepository repository =
        ServableRepository.open(RepositorySource.configFile(config), settings)) {
      repository.load();
      repository.awaitFirstLoad();
      try (TestServer server = TestServer.of(given -> given, repository)) {
        assertThat(server.get("/v1/config").body()).doesNotContain("tuning");
        JsonNode states = JSON.readTree(server.get("/v1/config?verbose").body());
        String body = "{\"model\": \"sd\", \"prompt\": \"a red circle\", \"rng_seed\": 5}";
        HttpResponse<String> answer = server.post("/v3/images/generations", body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new Served(
            states.path("sd").path("tuning").path(0),
            JSON.readTree(answer.body()).path("data").path(0).path("b64_json").asText());
      }
    }
  }

  private Path onlyRecord() throws IOException {
    try (Stream<Path> files = Files.list(cache().resolve("tuning"))) {
      List<Path> all = files.toList();
      assertThat(all).hasSize(1);
      return all.get(0);
    }
  }

  private static String listing(Path of) throws IOException {
    StringBuilder lines = new StringBuilder();
    try (Stream<Path> files = Files.walk(of)) {
      for (Path file : files.sorted().toList()) {
        lines.append(file).append(Files.getLastModifiedTime(file)).append('\n');
      }
    }
    return lines.toString();
  }

  @Test
  void keepsWhatItMeasuredForTheServer() throws Exception {
    Path config = served("");
    Served untuned = serve(config);
    assertThat(untuned.tuning().path("source").asText()).isEqualTo("usual");
    assertThat(untuned.picture()).isNotEmpty();

    String before = listing(MODEL);
    Outcome outcome =
        tune(
            config.toString(),
            "--seconds",
            "1",
            "--busy",
            "--json",
            "--cache_dir",
            cache().toString());
    assertThat(outcome.err()).contains("measuring 64x64, round 3 of 3");
    assertThat(outcome.status()).as(outcome.out()).isZero();
    assertThat(listing(MODEL)).isEqualTo(before);
    JsonNode record = JSON.readTree(outcome.out()).path("models").path(0).path("record");
    assertThat(record.path("sizes").path(0).asText()).isEqualTo("64x64");
    assertThat(record.path("figures").path(0).path("runs")).hasSize(4);
    assertThat(record.path("figures").path(0).path("difference").asInt()).isZero();
    assertThat(record.path("figures").path(0).path("runs").path(0).path("memory_mib").asLong())
        .isPositive();

    Served tuned = serve(config);
    assertThat(tuned.tuning().path("source").asText()).isEqualTo("record");
    assertThat(tuned.tuning().path("concurrent"))
        .isEqualTo(record.path("choice").path("concurrent"));
    assertThat(tuned.tuning().path("record").asText()).isEqualTo(onlyRecord().toString());
    assertThat(tuned.tuning().path("untuned")).hasSize(4);
    assertThat(tuned.picture()).isEqualTo(untuned.picture());

    // As if more had been chosen: what the record says is what happens.
    JsonNode text = JSON.readTree(Files.readString(onlyRecord()));
    ((ObjectNode) text.path("choice")).put("concurrent", 3);
    Files.writeString(onlyRecord(), text.toString());
    assertThat(serve(config).tuning().path("concurrent").asInt()).isEqualTo(3);

    Path otherWidth = served("max_concurrent: 5");
    assertThat(serve(otherWidth).tuning().path("concurrent").asInt()).isEqualTo(5);
    Path chosen = served("plugin_config: '{\"NUM_STREAMS\": 1}'");
    JsonNode said = serve(chosen).tuning();
    assertThat(said.path("source").asText()).isEqualTo("plugin_config");
    assertThat(said.path("properties").path("NUM_STREAMS").asText()).isEqualTo("1");
    Outcome refused = tune(chosen.toString(), "--cache_dir", cache().toString());
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.out()).contains("plugin_config says NUM_STREAMS");

    Files.writeString(onlyRecord(), "{\"format\": 1");
    Served damaged = serve(served(""));
    assertThat(damaged.tuning().path("source").asText()).isEqualTo("usual");
    assertThat(damaged.picture()).isEqualTo(untuned.picture());
  }

  @Test
  void saysWhatItDoesNotMeasure() throws Exception {
    Path simulated =
        SimulatedServer.write(folder, Map.of("sim", "models_path: \"./\" device: \"SIM\""));
    Outcome outcome = tune(simulated.toString(), "--cache_dir", cache().toString());
    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.out()).contains("sim:", "nothing is compiled");
    assertThat(tune("/no/such").err()).contains("there is no /no/such");
    assertThat(tune(MODEL.toString(), "--size", "big").err()).contains("'big' is not like 512x768");
    assertThat(tune(MODEL.toString(), "--seconds", "0").status()).isEqualTo(64);
  }
}
