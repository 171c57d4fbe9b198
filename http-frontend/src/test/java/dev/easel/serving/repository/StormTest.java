package dev.easel.serving.repository;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.Storm;
import dev.easel.http.TestServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Changes configuration, graphs, models and links at random every 50 ms under a steady load of real
 * requests to servables that are valid all the time.
 */
class StormTest {
  private static final List<String> STEADY = List.of("steady-0", "steady-1", "linked");
  private static final List<String> LOOSE = List.of("loose-0", "loose-1", "loose-2");

  /** A storm in which hardly anybody asked shows nothing, so on a slow machine it lasts longer. */
  private static final int FEWEST_ANSWERS = 100;

  @TempDir private Path temporary;
  private GivenFolder folder = new GivenFolder(Path.of("."));
  private final TestCalculators calculators = new TestCalculators();
  private final Random random = new Random(7);
  private final Map<String, String> texts = new TreeMap<>();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final AtomicInteger answers = new AtomicInteger();
  private final AtomicInteger changes = new AtomicInteger();

  @BeforeEach
  void write() throws IOException {
    folder = new GivenFolder(temporary);
    servable("steady-0", "0");
    servable("steady-1", "0");
    servable("v0", "0");
    servable("v1", "1");
    Files.createSymbolicLink(temporary.resolve("linked"), Path.of("v0"));
    for (String name : LOOSE) {
      servable(name, "0");
    }
    config(LOOSE);
  }

  private void servable(String name, String text) throws IOException {
    folder.write(name + "/model.txt", text).graph(name, graph(0));
  }

  private void config(List<String> loose) throws IOException {
    List<String> all = new ArrayList<>(STEADY);
    all.addAll(loose);
    folder.config(all.toArray(String[]::new));
  }

  @Test
  @Timeout(60)
  void losesNoRequestInAShortStorm() throws Exception {
    storm(Duration.ofSeconds(3));
  }

  @Test
  @Tag("stress")
  @Timeout(300)
  void losesNoRequestInALongStorm() throws Exception {
    storm(Duration.ofMinutes(2));
  }

  private void storm(Duration length) throws Exception {
    RepositorySettings settings =
        RepositorySettings.standard(calculators.registry()).withPoll(Duration.ofMillis(20));
    try (ServableRepository repository = ServableRepository.open(folder.source(), settings)) {
      repository.load();
      repository.awaitFirstLoad();
      try (TestServer server = TestServer.of(s -> s, repository)) {
        Storm.blow(
            length,
            this::change,
            number -> ask(server, STEADY.get(number % STEADY.size())),
            () -> answers.get() >= FEWEST_ANSWERS && changes.get() >= length.toMillis() / 100);
        assertThat(failures).isEmpty();
        calm(server);
      }
    }
    // Whatever was swapped out, removed or never served has been closed.
    while (calculators.openModels.get() != 0) {
      Thread.onSpinWait();
    }
  }

  private void ask(TestServer server, String name) {
    try {
      HttpResponse<String> answer = server.post("/v3/" + name, "{}");
      if (answer.statusCode() != 200 || !answer.body().matches("\\d+")) {
        failures.add(name + ": " + answer.statusCode() + " " + answer.body());
      }
      answers.incrementAndGet();
    } catch (IOException | InterruptedException e) {
      failures.add(name + ": " + e);
    }
  }

  private void change() {
    try {
      int number = changes.incrementAndGet();
      String loose = LOOSE.get(random.nextInt(LOOSE.size()));
      switch (random.nextInt(8)) {
        case 0 -> steadyText(number);
        case 1 -> folder.graph(STEADY.get(random.nextInt(2)), graph(number));
        case 2 -> link("v" + number % 2);
        case 3 -> folder.graph(loose, "node {");
        case 4 -> servable(loose, String.valueOf(number));
        case 5 -> Files.deleteIfExists(temporary.resolve(loose).resolve("model.txt"));
        case 6 -> config(LOOSE.subList(0, random.nextInt(LOOSE.size() + 1)));
        default -> half();
      }
    } catch (IOException | RuntimeException e) {
      failures.add("the storm itself: " + e);
    }
  }

  private void steadyText(int number) throws IOException {
    folder.write(STEADY.get(random.nextInt(2)) + "/model.txt", String.valueOf(number));
  }

  private static String graph(int number) {
    return GivenFolder.MODEL_GRAPH.replace("weights", ".") + "# " + number + "\n";
  }

  private void link(String target) throws IOException {
    Path fresh = temporary.resolve("linked.new");
    Files.createSymbolicLink(fresh, Path.of(target));
    Files.move(fresh, temporary.resolve("linked"), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Leaves files as a writer leaves them that is not done yet. */
  private void half() throws IOException {
    String graph = graph(changes.get());
    Path file = temporary.resolve(STEADY.get(random.nextInt(2))).resolve("graph.pbtxt");
    Files.writeString(file, graph.substring(0, graph.length() / 2));
    if (random.nextBoolean()) {
      Files.writeString(temporary.resolve("config.json"), "{\"model_config_list\": [");
    }
  }

  /** Writes a last state and compares what is served with it. */
  private void calm(TestServer server) throws Exception {
    servable("steady-0", "100");
    servable("steady-1", "101");
    link("v1");
    servable("loose-0", "200");
    folder.graph("loose-1", "node {");
    config(List.of("loose-0", "loose-1"));
    assertThat(server.post("/v1/config/reload", "").statusCode()).isEqualTo(200);
    texts.putAll(Map.of("steady-0", "100", "steady-1", "101", "linked", "1", "loose-0", "200"));
    for (Map.Entry<String, String> text : texts.entrySet()) {
      while (!server.post("/v3/" + text.getKey(), "{}").body().equals(text.getValue())) {
        assertThat(Thread.interrupted()).as(server.get("/v1/config").body()).isFalse();
      }
    }
    assertThat(server.post("/v3/loose-1", "{}").statusCode()).isEqualTo(503);
    assertThat(server.post("/v3/loose-2", "{}").statusCode()).isEqualTo(404);
    while (calculators.openModels.get() != texts.size()) {
      assertThat(Thread.interrupted()).as("open: %s", calculators.openModels).isFalse();
    }
  }
}
