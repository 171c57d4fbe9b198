package dev.easel.serving.repository;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.serving.LoadPhase;
import dev.easel.serving.Servable;
import dev.easel.serving.ServableState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ServableGroupsTest {
  private static final Duration LONG = Duration.ofMinutes(10);

  @TempDir private Path temporary;

  private final TestCalculators calculators = new TestCalculators();
  private GivenFolder folder = new GivenFolder(Path.of(""));
  private Optional<ServableRepository> opened = Optional.empty();

  @BeforeEach
  void prepare() {
    folder = new GivenFolder(temporary);
  }

  @AfterEach
  void close() {
    calculators.blocked.countDown();
    opened.ifPresent(ServableRepository::close);
    await(() -> calculators.openModels.get() == 0);
  }

  private void open(LoadLimits limits) {
    opened =
        Optional.of(
            ServableRepository.open(
                folder.source(),
                RepositorySettings.standard(calculators.registry())
                    .withPoll(Duration.ZERO)
                    .withLimits(limits)));
    opened.get().load();
    opened.get().awaitFirstLoad();
  }

  private static LoadLimits limits(long bytes, Duration turn) {
    return new LoadLimits(1, bytes, 64, Optional.empty(), Optional.empty(), 0)
        .withGroups(LONG, turn);
  }

  private Servable servable(String name) {
    return opened.orElseThrow().find(name).orElseThrow();
  }

  private boolean isLoaded(String name) {
    return servable(name).isLoaded();
  }

  private static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      Thread.onSpinWait();
      assertThat(Thread.interrupted()).isFalse();
    }
  }

  /** A model whose requests hold it until the test lets them. */
  private GivenFolder holding(String name, int weight) throws IOException {
    folder.graph(
        name,
        GivenFolder.MODEL_GRAPH
            .replace("input_stream: \"in\"", "input_stream: \"let\"")
            .concat(
                "node { calculator: \"WaitCalculator\" input_stream: \"in\" output_stream: \"let\""
                    + " }"));
    folder.write(name + "/weights/w.bin", "w".repeat(weight));
    return folder.write(name + "/model.txt", name);
  }

  @Test
  void hasOneGroupLoadedBesideThePermanentOne() throws Exception {
    folder.model("a", "a", 1).model("b", "b", 1).model("c", "c", 1).model("p", "p", 1);
    folder.config(
        "p,\"group_name\": \"permanent\"",
        "a,\"group_name\": \"ab\"",
        "b,\"group_name\": \"ab\"",
        "c");
    open(limits(0, Duration.ZERO));
    assertThat(List.of(isLoaded("p"), isLoaded("a"), isLoaded("b"), isLoaded("c")))
        .containsExactly(true, true, true, false);
    assertThat(servable("c").state()).isEqualTo(ServableState.AVAILABLE);
    assertThat(Run.of(servable("c")).answer()).isEqualTo("c");
    assertThat(List.of(isLoaded("p"), isLoaded("a"), isLoaded("b"), isLoaded("c")))
        .containsExactly(true, false, false, true);
    assertThat(Run.of(servable("b")).answer()).isEqualTo("b");
    // The other one of the group comes with it.
    await(() -> isLoaded("a") && isLoaded("b") && !isLoaded("c"));
    assertThat(isLoaded("p")).isTrue();
  }

  @Test
  void unloadsAGroupWhenAllOfItIsIdle() throws Exception {
    folder.model("a", "a", 1).model("b", "b", 1).model("p", "p", 1);
    folder.write(
        "config.json",
        """
        {"idle_unload_timeout_seconds": 1, "model_config_list": [
          {"config": {"name": "a", "group_name": "ab"}},
          {"config": {"name": "b", "group_name": "ab"}},
          {"config": {"name": "p", "group_name": "permanent"}}]}
        """);
    open(LoadLimits.STANDARD);
    assertThat(isLoaded("a") && isLoaded("b")).isTrue();
    await(() -> !isLoaded("a") && !isLoaded("b"));
    assertThat(isLoaded("p")).isTrue();
    assertThat(servable("a").progress().phase()).isEqualTo(LoadPhase.ON_DEMAND);
  }

  @Test
  void letsWhatIsAtWorkFinishBeforeItMakesRoom() throws Exception {
    holding("a", 400);
    holding("b", 400);
    folder.model("c", "c", 400).config("a", "b", "c");
    open(limits(1000, Duration.ZERO));
    Run first = Run.of(servable("a"));
    Run second = Run.of(servable("b"));
    Run waiting = Run.of(servable("c"));
    // One of the two takes no new runs from now on.
    await(() -> !isLoaded("a") || !isLoaded("b"));
    assertThat(waiting.isOver()).isFalse();
    assertThat(isLoaded("c")).isFalse();
    calculators.blocked.countDown();
    assertThat(waiting.answer()).isEqualTo("c");
    assertThat(List.of(first.answer(), second.answer())).containsExactly("a", "b");
  }

  @Test
  void givesEveryModelItsTurnUnderConstantWork() throws Exception {
    folder.model("a", "a", 400).model("b", "b", 400).model("c", "c", 400).config("a", "b", "c");
    open(limits(1000, Duration.ofMillis(5)));
    List<CompletableFuture<Integer>> clients = new ArrayList<>();
    for (String name : List.of("a", "b", "c", "a", "b", "c")) {
      clients.add(
          CompletableFuture.supplyAsync(
              () -> {
                int answers = 0;
                for (int i = 0; i < 50; i++) {
                  answers += answer(name).equals(name) ? 1 : 0;
                }
                return answers;
              }));
    }
    for (CompletableFuture<Integer> client : clients) {
      assertThat(client.get()).isEqualTo(50);
    }
  }

  private String answer(String name) {
    try {
      return Run.of(servable(name)).answer();
    } catch (Exception e) {
      return e.toString();
    }
  }
}
