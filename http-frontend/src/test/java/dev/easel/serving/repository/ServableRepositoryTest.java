package dev.easel.serving.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.serving.ReloadResult;
import dev.easel.serving.Servable;
import dev.easel.serving.ServableState;
import dev.easel.serving.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ServableRepositoryTest {
  private static final String GRAPH =
      """
      input_stream: "HTTP_REQUEST_PAYLOAD:in"
      output_stream: "HTTP_RESPONSE_PAYLOAD:out"
      node { name: "%s" calculator: "NameCalculator" input_stream: "in" output_stream: "out" }
      """;
  private static final String WAITING_GRAPH =
      """
      input_stream: "HTTP_REQUEST_PAYLOAD:in"
      output_stream: "HTTP_RESPONSE_PAYLOAD:out"
      node { calculator: "WaitCalculator" input_stream: "in" output_stream: "let" }
      node {
        calculator: "ModelCalculator"
        input_stream: "let"
        input_side_packet: "MODEL:models"
        output_stream: "out"
      }
      """;
  private static final String MODEL_GRAPH =
      """
      input_stream: "HTTP_REQUEST_PAYLOAD:in"
      output_stream: "HTTP_RESPONSE_PAYLOAD:out"
      node {
        calculator: "ModelCalculator"
        input_stream: "in"
        input_side_packet: "MODEL:models"
        output_stream: "out"
      }
      """;

  @TempDir private Path folder;
  private final TestCalculators calculators = new TestCalculators();
  private Optional<ServableRepository> opened = Optional.empty();

  @AfterEach
  void close() {
    calculators.blocked.countDown();
    opened.ifPresent(ServableRepository::close);
  }

  private void graph(String name, String text) throws IOException {
    Path file = folder.resolve(name).resolve("graph.pbtxt");
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void model(String name, String text) throws IOException {
    Path file = folder.resolve(name).resolve("model.txt");
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void config(String... names) throws IOException {
    StringBuilder entries = new StringBuilder();
    for (String name : names) {
      entries.append(entries.isEmpty() ? "" : ",").append("{\"name\": \"" + name + "\"}");
    }
    Path fresh = folder.resolve("config.json.new");
    Files.writeString(fresh, "{\"mediapipe_config_list\": [" + entries + "]}");
    Files.move(fresh, folder.resolve("config.json"), StandardCopyOption.ATOMIC_MOVE);
  }

  private void open(RepositorySource source, Duration poll) {
    opened =
        Optional.of(
            ServableRepository.open(
                source, RepositorySettings.standard(calculators.registry()).withPoll(poll)));
    repository().load();
    repository().awaitFirstLoad();
  }

  private ServableRepository repository() {
    return opened.orElseThrow();
  }

  private void open() {
    open(RepositorySource.configFile(folder.resolve("config.json")), Duration.ZERO);
  }

  private Servable servable(String name) {
    return repository().find(name).orElseThrow();
  }

  private String answer(String name) throws Exception {
    return Run.of(servable(name)).answer();
  }

  private static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      Thread.onSpinWait();
    }
  }

  @Test
  void servesWhatTheConfigurationNames() throws Exception {
    graph("a", GRAPH.formatted("first"));
    graph("b", GRAPH.formatted("second"));
    config("b", "a");
    open();
    assertThat(repository().all()).extracting(Servable::name).containsExactly("a", "b");
    assertThat(answer("a")).isEqualTo("first");
    assertThat(answer("b")).isEqualTo("second");
    assertThat(repository().isFirstLoadOver()).isTrue();
  }

  @Test
  void aBadServableHarmsNoNeighbour() throws Exception {
    graph("good", GRAPH.formatted("good"));
    graph("misspelt", GRAPH.formatted("x").replace("NameCalculator", "NaemCalculator"));
    graph("noend", GRAPH.formatted("x").replace("HTTP_RESPONSE_PAYLOAD:", ""));
    graph("broken", "node {");
    config("misspelt", "noend", "broken", "missing", "good");
    open();
    assertThat(answer("good")).isEqualTo("good");
    assertThat(servable("misspelt").failure().orElseThrow())
        .contains("misspelt/graph.pbtxt:3:")
        .contains("NaemCalculator");
    assertThat(servable("noend").failure().orElseThrow()).contains("HTTP_RESPONSE_PAYLOAD");
    assertThat(servable("broken").failure().orElseThrow()).contains("graph.pbtxt:1:");
    assertThat(servable("missing").failure().orElseThrow()).contains("there is no folder");
    assertThat(servable("missing").state()).isEqualTo(ServableState.LOADING);
    StatusException refused =
        catchThrowableOfType(StatusException.class, () -> Run.of(servable("broken")));
    assertThat(refused.code()).isEqualTo(StatusCode.UNAVAILABLE);
  }

  @Test
  void doesNotStartWithoutAReadableConfiguration() throws Exception {
    Files.writeString(folder.resolve("config.json"), "{");
    assertThatThrownBy(this::open).isInstanceOf(ConfigException.class);
  }

  @Test
  void findsAGraphInTheVersionFolder() throws Exception {
    graph("a/1", GRAPH.formatted("mesh"));
    config("a");
    open();
    assertThat(answer("a")).isEqualTo("mesh");
  }

  @Test
  void servesEveryFolderOfARepository() throws Exception {
    graph("org/a", GRAPH.formatted("deep"));
    graph("b", GRAPH.formatted("flat"));
    open(RepositorySource.folder(folder), Duration.ZERO);
    assertThat(answer("org/a")).isEqualTo("deep");
    assertThat(answer("b")).isEqualTo("flat");
  }

  @Test
  void loadsAChangedGraphAndLetsTheOldOneFinish() throws Exception {
    graph("a", WAITING_GRAPH);
    model("a", "old");
    config("a");
    open();
    Run before = Run.of(servable("a"));
    graph("a", MODEL_GRAPH);
    model("a", "new");
    assertThat(repository().reload()).isEqualTo(new ReloadResult(true, Optional.empty()));
    assertThat(answer("a")).isEqualTo("new");
    assertThat(before.isOver()).isFalse();
    assertThat(calculators.openModels).hasValue(2);
    calculators.blocked.countDown();
    assertThat(before.answer()).isEqualTo("old");
    await(() -> calculators.openModels.get() == 1);
  }

  @Test
  void keepsServingWhatWorkedWhenAChangeDoesNot() throws Exception {
    graph("a", GRAPH.formatted("works"));
    config("a");
    open();
    graph("a", GRAPH.formatted("x").replace("NameCalculator", "Nothing"));
    repository().reload();
    assertThat(answer("a")).isEqualTo("works");
    assertThat(servable("a").state()).isEqualTo(ServableState.AVAILABLE);
    assertThat(servable("a").failure().orElseThrow()).contains("Nothing");
    graph("a", GRAPH.formatted("again"));
    repository().reload();
    assertThat(answer("a")).isEqualTo("again");
    assertThat(servable("a").failure()).isEmpty();
  }

  @Test
  void keepsWhatIsServedWhenTheConfigurationBreaks() throws Exception {
    graph("a", GRAPH.formatted("a"));
    config("a");
    open();
    Files.writeString(folder.resolve("config.json"), "{\"model_config_list\": [}");
    assertThat(repository().reload().failure().orElseThrow()).contains("config.json:1:");
    assertThat(answer("a")).isEqualTo("a");
    config("a");
    assertThat(repository().reload().failure()).isEmpty();
  }

  @Test
  void drainsAndRemovesWhatIsNoLongerListed() throws Exception {
    graph("a", WAITING_GRAPH);
    model("a", "last");
    config("a");
    open();
    Run running = Run.of(servable("a"));
    config();
    repository().reload();
    assertThat(servable("a").state()).isEqualTo(ServableState.UNLOADING);
    StatusException refused =
        catchThrowableOfType(StatusException.class, () -> Run.of(servable("a")));
    assertThat(refused.code()).isEqualTo(StatusCode.NOT_FOUND);
    calculators.blocked.countDown();
    assertThat(running.answer()).isEqualTo("last");
    await(() -> servable("a").state() == ServableState.END);
    assertThat(calculators.openModels).hasValue(0);
    config("a");
    repository().reload();
    assertThat(answer("a")).isEqualTo("last");
  }

  @Test
  void triesAFailedServableAgainWhenSomethingUnderItChanges() throws Exception {
    graph("a", MODEL_GRAPH);
    config("a");
    open(RepositorySource.configFile(folder.resolve("config.json")), Duration.ofMillis(10));
    assertThat(servable("a").failure().orElseThrow()).contains("model.txt");
    model("a", "there now");
    await(() -> servable("a").state() == ServableState.AVAILABLE);
    assertThat(answer("a")).isEqualTo("there now");
  }

  @Test
  void noticesASwappedLink() throws Exception {
    graph("v1", GRAPH.formatted("one"));
    graph("v2", GRAPH.formatted("two"));
    Path link = folder.resolve("a");
    Files.createSymbolicLink(link, Path.of("v1"));
    config("a");
    open(RepositorySource.configFile(folder.resolve("config.json")), Duration.ofMillis(10));
    assertThat(answer("a")).isEqualTo("one");
    Path fresh = folder.resolve("a.new");
    Files.createSymbolicLink(fresh, Path.of("v2"));
    Files.move(fresh, link, StandardCopyOption.ATOMIC_MOVE);
    while (!answer("a").equals("two")) {
      Thread.onSpinWait();
    }
  }

  @Test
  void doesNotReloadAFileThatWasOnlyTouched() throws Exception {
    graph("a", GRAPH.formatted("a"));
    config("a");
    open();
    graph("a", GRAPH.formatted("a"));
    config("a");
    assertThat(repository().reload().changed()).isFalse();
  }

  @Test
  void findsServablesByTheirAliasesAndRefusesTakenOnes() throws Exception {
    graph("a", MODEL_GRAPH);
    model("a", "a\nshort");
    config("a");
    open();
    assertThat(servable("short").name()).isEqualTo("a");
    graph("b", MODEL_GRAPH);
    model("b", "b\nshort");
    config("a", "b");
    repository().reload();
    assertThat(servable("b").failure().orElseThrow())
        .contains("alias 'short'")
        .contains("taken by servable 'a'");
    assertThat(calculators.openModels).hasValue(1);
  }

  @Test
  void endsACancelledRunWithItsReason() throws Exception {
    graph("a", WAITING_GRAPH);
    model("a", "never");
    config("a");
    open();
    Run run = Run.of(servable("a"));
    StatusException reason = new StatusException(StatusCode.CANCELLED, "the client left");
    run.handle().cancel(reason);
    assertThat(run.failure()).contains(reason);
    repository().close();
    await(() -> calculators.openModels.get() == 0);
    assertThat(calculators.blocked.await(0, TimeUnit.SECONDS)).isFalse();
  }
}
