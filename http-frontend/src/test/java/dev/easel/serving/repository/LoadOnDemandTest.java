package dev.easel.serving.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.serving.LoadPhase;
import dev.easel.serving.Servable;
import dev.easel.serving.ServableState;
import dev.easel.serving.run.ServedGraph;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class LoadOnDemandTest {
  @TempDir private Path temporary;
  private GivenFolder folder = new GivenFolder(Path.of("."));
  private final TestCalculators calculators = new TestCalculators();
  private Optional<ServableRepository> opened = Optional.empty();

  @BeforeEach
  void nameTheFolder() {
    folder = new GivenFolder(temporary);
  }

  @AfterEach
  void close() {
    calculators.mayOpen.countDown();
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

  private static LoadLimits budget(long bytes) {
    return new LoadLimits(2, bytes, 3, Optional.empty(), Optional.empty(), 0);
  }

  private Servable servable(String name) {
    return opened.orElseThrow().find(name).orElseThrow();
  }

  private LoadPhase phase(String name) {
    return servable(name).progress().phase();
  }

  private boolean isAtWork(Servable servable) {
    return phase(servable.name()) == LoadPhase.LOADED && !((ServedGraph) servable).isUnused();
  }

  private void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      Thread.onSpinWait();
      assertThat(Thread.interrupted()).as("given up: %s", opened).isFalse();
    }
  }

  @Test
  void unloadsWhatIsIdleAndLoadsItAgainForARequest() throws Exception {
    folder.model("a", "a\nshort", 1).model("b", "b", 1);
    folder.config("a,\"idle_unload_seconds\": 1", "b");
    open(LoadLimits.STANDARD);
    assertThat(phase("a")).isEqualTo(LoadPhase.LOADED);
    await(() -> phase("a") == LoadPhase.ON_DEMAND && calculators.openModels.get() == 1);
    assertThat(phase("b")).isEqualTo(LoadPhase.LOADED);
    // Whoever asks sees a servable that serves, and asking alone does not load it.
    assertThat(servable("a").state()).isEqualTo(ServableState.AVAILABLE);
    assertThat(servable("short").name()).isEqualTo("a");
    assertThat(phase("a")).isEqualTo(LoadPhase.ON_DEMAND);
    assertThat(Run.of(servable("short")).answer()).isEqualTo("a");
    assertThat(phase("a")).isEqualTo(LoadPhase.LOADED);
  }

  @Test
  void letsRequestsWaitUpToALimit() throws Exception {
    folder.model("a", "a", 1).config("a,\"idle_unload_seconds\": 1");
    open(budget(0));
    await(() -> phase("a") == LoadPhase.ON_DEMAND);
    calculators.holdOpening();
    List<Run> runs = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      runs.add(Run.of(servable("a")));
    }
    assertThat(servable("a").progress().waiting()).isEqualTo(3);
    StatusException refused =
        catchThrowableOfType(StatusException.class, () -> Run.of(servable("a")));
    assertThat(refused.code()).isEqualTo(StatusCode.RESOURCE_EXHAUSTED);
    assertThat(refused.message()).contains("3 requests wait for it already");
    // One that gives up makes room for another.
    StatusException left = new StatusException(StatusCode.CANCELLED, "the client left");
    runs.get(0).handle().cancel(left);
    assertThat(runs.get(0).failure()).contains(left);
    runs.set(0, Run.of(servable("a")));
    calculators.mayOpen.countDown();
    for (Run run : runs) {
      assertThat(run.answer()).isEqualTo("a");
    }
    assertThat(calculators.openModels).hasValue(1);
  }

  @Test
  void tellsThoseWhoWaitWhenTheLoadFails() throws Exception {
    folder.model("a", "a", 1).config("a,\"idle_unload_seconds\": 1");
    open(LoadLimits.STANDARD);
    await(() -> phase("a") == LoadPhase.ON_DEMAND);
    Files.delete(temporary.resolve("a/model.txt"));
    Run run = Run.of(servable("a"));
    assertThat(run.failure().orElseThrow().code()).isEqualTo(StatusCode.UNAVAILABLE);
    assertThat(servable("a").failure().orElseThrow()).contains("model.txt");
    assertThat(servable("a").state()).isEqualTo(ServableState.LOADING);
  }

  @Test
  void removesAServableThatIsBeingLoaded() throws Exception {
    folder.model("a", "a\nshort", 1).config("a,\"idle_unload_seconds\": 1");
    open(LoadLimits.STANDARD);
    await(() -> phase("a") == LoadPhase.ON_DEMAND);
    calculators.holdOpening();
    Run waiting = Run.of(servable("a"));
    await(() -> phase("a") == LoadPhase.OPENING);
    folder.config();
    opened.orElseThrow().reload();
    assertThat(waiting.failure().orElseThrow().code()).isEqualTo(StatusCode.NOT_FOUND);
    calculators.mayOpen.countDown();
    await(() -> calculators.openModels.get() == 0 && phase("a") == LoadPhase.REMOVED);
    assertThat(opened.orElseThrow().find("short")).isEmpty();
    assertThat(servable("a").state()).isEqualTo(ServableState.END);
  }

  @Test
  void evictsTheLeastUsedForOthersWithinTheBudget() throws Exception {
    folder.model("a", "a", 400).model("b", "b", 400).model("c", "c", 400);
    folder.model("huge", "huge", 1100).config("a", "b", "c", "huge");
    open(new LoadLimits(1, 1000, 3, Optional.empty(), Optional.empty(), 0));
    // What does not fit at the start waits for its first request.
    assertThat(calculators.openModels).hasValue(2);
    assertThat(servable("huge").failure().orElseThrow())
        .contains("1100 bytes", "--model_memory_budget is 1000");
    for (String name : List.of("a", "b", "c", "a", "c")) {
      await(() -> opened.orElseThrow().all().stream().noneMatch(this::isAtWork));
      assertThat(Run.of(servable(name)).answer()).isEqualTo(name);
      assertThat(phase(name)).isEqualTo(LoadPhase.LOADED);
      await(() -> calculators.openModels.get() == 2);
    }
    assertThat(phase("b")).isEqualTo(LoadPhase.ON_DEMAND);
  }

  @Test
  void refusesWhenEverythingInTheBudgetIsAtWork() throws Exception {
    folder.graph(
        "busy",
        GivenFolder.MODEL_GRAPH
            .replace("input_stream: \"in\"", "input_stream: \"let\"")
            .concat(
                "node { calculator: \"WaitCalculator\" input_stream: \"in\" output_stream: \"let\""
                    + " }"));
    folder.write("busy/weights/w.bin", "w".repeat(900)).write("busy/model.txt", "busy");
    folder.model("a", "a", 400).config("busy", "a");
    open(budget(1000));
    Run busy = Run.of(servable("busy"));
    await(() -> phase("busy") == LoadPhase.LOADED);
    StatusException refused = Run.of(servable("a")).failure().orElseThrow();
    assertThat(refused.code()).isEqualTo(StatusCode.UNAVAILABLE);
    assertThat(refused.message()).contains("--model_memory_budget is used up");
    calculators.blocked.countDown();
    assertThat(busy.answer()).isEqualTo("busy");
    await(() -> ((ServedGraph) servable("busy")).isUnused());
    assertThat(Run.of(servable("a")).answer()).isEqualTo("a");
    assertThat(phase("busy")).isEqualTo(LoadPhase.ON_DEMAND);
  }

  @Test
  void keepsTheCacheOfCompiledModelsSmall() throws Exception {
    folder.graph("a", GivenFolder.NAME_GRAPH.formatted("a")).config("a");
    Path cache = Files.createDirectories(temporary.resolve("cache"));
    Files.writeString(cache.resolve("mine.txt"), "x".repeat(500));
    for (int i = 0; i < 4; i++) {
      Path blob = Files.writeString(cache.resolve(i + ".blob"), "x".repeat(100));
      FileTime time = FileTime.fromMillis(1_000_000L * (i + 1));
      Files.getFileAttributeView(blob, BasicFileAttributeView.class).setTimes(time, time, time);
    }
    open(new LoadLimits(1, 0, 1, Optional.empty(), Optional.of(cache), 250));
    assertThat(cache.toFile().list()).containsExactlyInAnyOrder("mine.txt", "2.blob", "3.blob");
  }
}
