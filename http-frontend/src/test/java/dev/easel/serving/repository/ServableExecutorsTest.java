package dev.easel.serving.repository;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.framework.graph.GraphSettings;
import dev.easel.serving.Servable;
import dev.easel.serving.ServableState;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Executors that a served graph asks for, under a server that has threads of its own. */
@Timeout(60)
class ServableExecutorsTest {
  private static final String POOL =
      "executor { name: \"%s\" type: \"ThreadPoolExecutor\" options {"
          + " [mediapipe.ThreadPoolExecutorOptions.ext] { num_threads: 2 thread_name_prefix: \"%s\" } } }\n";

  private final ExecutorService serverThreads = Executors.newFixedThreadPool(4);
  private Optional<ServableRepository> opened = Optional.empty();
  @TempDir private Path path;
  private GivenFolder folder;

  @BeforeEach
  void folder() {
    folder = new GivenFolder(path);
  }

  @AfterEach
  void close() {
    opened.ifPresent(ServableRepository::close);
    serverThreads.shutdownNow();
  }

  private Servable serve(String text) throws Exception {
    folder.graph("echo", text).config("echo");
    ServableRepository repository =
        ServableRepository.open(
            folder.source(),
            RepositorySettings.standard(new TestCalculators().registry())
                .withGraphs(GraphSettings.standard().withExecutor("", serverThreads)));
    opened = Optional.of(repository);
    repository.load();
    repository.awaitFirstLoad();
    return repository.find("echo").orElseThrow();
  }

  private static String graph(String executor) {
    return GivenFolder.NAME_GRAPH.formatted("n").replace("calculator:", executor + "calculator:");
  }

  private static List<Thread> threads(String prefix) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith(prefix))
        .toList();
  }

  @Test
  void areOpenedOnceForAllRequestsAndClosedWithTheServable() throws Exception {
    Servable echo = serve(POOL.formatted("io", "servable-io") + graph("executor: \"io\" "));
    for (int i = 0; i < 10_000; i++) {
      assertThat(Run.of(echo).answer()).isEqualTo("n");
    }
    List<Thread> own = threads("servable-io");
    assertThat(own).hasSizeBetween(1, 2);
    opened.orElseThrow().close();
    for (Thread thread : own) {
      thread.join();
    }
    assertThat(threads("servable-io")).isEmpty();
  }

  @Test
  void ofTheGraphComeBeforeTheServers() throws Exception {
    Servable echo =
        serve(POOL.formatted("", "servable-default").replace("name: \"\" ", "") + graph(""));
    assertThat(Run.of(echo).answer()).isEqualTo("n");
    assertThat(threads("servable-default")).isNotEmpty();
  }

  @Test
  void mayBeTheThreadThatWaits() throws Exception {
    Servable echo = serve("executor { type: \"ApplicationThreadExecutor\" }\n" + graph(""));
    for (int i = 0; i < 100; i++) {
      assertThat(Run.of(echo).answer()).isEqualTo("n");
    }
  }

  @Test
  void thatNobodyGivesAreAMistakeOfTheGraph() throws Exception {
    Servable echo = serve("executor { name: \"io\" }\n" + graph("executor: \"io\" "));
    assertThat(echo.state()).isEqualTo(ServableState.LOADING);
    assertThat(echo.failure()).hasValueSatisfying(why -> assertThat(why).contains("\"io\""));
  }
}
