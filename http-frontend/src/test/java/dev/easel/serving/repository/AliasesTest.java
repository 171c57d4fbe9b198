package dev.easel.serving.repository;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.http.SimulatedServer;
import dev.easel.http.TestServer;
import dev.easel.serving.Servable;
import dev.easel.serving.ServableState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Further names of servables, from config.json and elsewhere. */
@Timeout(60)
class AliasesTest {
  @TempDir private Path folder;

  private Path config(String... aliases) throws IOException {
    Path config =
        SimulatedServer.write(
            folder, Map.of("a", SimulatedServer.simulated(""), "b", SimulatedServer.simulated("")));
    StringBuilder entries = new StringBuilder();
    for (int i = 0; i < aliases.length; i++) {
      entries
          .append(i == 0 ? "" : ", ")
          .append(
              "{\"config\": {\"name\": \"%1$s\", \"base_path\": \"%1$s\"%2$s}}"
                  .formatted(
                      i == 0 ? "a" : "b",
                      aliases[i].isEmpty() ? "" : ", \"aliases\": " + aliases[i]));
    }
    return Files.writeString(config, "{\"model_config_list\": [" + entries + "]}");
  }

  private static ServableRepository open(RepositorySource source) {
    ServableRepository repository =
        ServableRepository.open(
            source,
            RepositorySettings.standard(CalculatorRegistry.standard()).withPoll(Duration.ZERO));
    repository.load();
    repository.awaitFirstLoad();
    return repository;
  }

  private static String found(ServableRepository repository, String name) {
    return repository.find(name).map(Servable::name).orElse("nothing");
  }

  @Test
  void anAliasStandsForItsServable() throws Exception {
    Path config = config("[\"gpt-image-2\", \"dall-e-3\"]", "");
    try (ServableRepository repository = open(RepositorySource.configFile(config));
        TestServer server = TestServer.of(settings -> settings, repository)) {
      assertThat(found(repository, "dall-e-3")).isEqualTo("a");
      assertThat(server.get("/v3/models").body()).contains("gpt-image-2", "dall-e-3");
      String body = "{\"prompt\": \"x\", \"size\": \"64x64\", \"num_inference_steps\": 1%s}";
      assertThat(server.post("/v1/images/generations", body.formatted("")).statusCode())
          .as("no model")
          .isEqualTo(200);
      assertThat(
              server
                  .post("/v3/images/generations", body.formatted(", \"model\": \"dall-e-3\""))
                  .statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void anAliasThatIsANameIsAMistakeOfItsEntryAlone() throws Exception {
    Path config = config("[\"b\"]", "");
    try (ServableRepository repository = open(RepositorySource.configFile(config))) {
      assertThat(repository.find("a").get().failure())
          .get()
          .asString()
          .contains("config.json:1:", "the alias 'b' is the name of a servable");
      assertThat(repository.find("b").get().state()).isEqualTo(ServableState.AVAILABLE);
    }
    assertThat(
            new RepositoryCheck(RepositorySettings.standard(CalculatorRegistry.standard()), false)
                .check(config)
                .isValid())
        .isFalse();
  }

  @Test
  void twoServablesCannotShareAnAlias() throws Exception {
    Path config = config("[\"x\"]", "[\"x\"]");
    try (ServableRepository repository = open(RepositorySource.configFile(config))) {
      assertThat(found(repository, "x")).isEqualTo("a");
      assertThat(repository.find("b").get().failure())
          .get()
          .asString()
          .contains("the alias 'x' is one of servable 'a' already");
    }
  }

  @Test
  void aliasesChangeWithoutALoad() throws Exception {
    Path config = config("[\"x\"]", "");
    try (ServableRepository repository = open(RepositorySource.configFile(config))) {
      config("", "[\"x\"]");
      assertThat(repository.reload().failure()).isEmpty();
      assertThat(found(repository, "x")).isEqualTo("b");
      assertThat(repository.find("a").get().loads()).isEqualTo(1);
      assertThat(repository.find("b").get().loads()).isEqualTo(1);
    }
  }

  @Test
  void theCommandLineAndAnotherFileNameServablesToo() throws Exception {
    Path config = config("", "");
    Path file = Files.writeString(folder.resolve("access.json"), "1");
    AtomicReference<Map<String, String>> more = new AtomicReference<>(Map.of("y", "b"));
    RepositorySource source =
        RepositorySource.aliased(
            RepositorySource.configFile(config),
            Map.of("x", "a", "z", "none"),
            Optional.of(file),
            more::get);
    try (ServableRepository repository = open(source)) {
      assertThat(List.of(found(repository, "x"), found(repository, "y"))).containsExactly("a", "b");
      assertThat(repository.warnings().toString())
          .contains("the alias 'z' is of servable 'none', which is not listed");
      more.set(Map.of("y", "a"));
      repository.reload();
      assertThat(found(repository, "y")).isEqualTo("a");
    }
  }
}
