package dev.easel.http.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.easel.http.SimulatedServer;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Workers are killed at random, every second, while clients ask. */
class WorkerStormTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int CLIENTS = 4;
  private static final int SEEDS = 5;
  private static final long BETWEEN_MILLIS = 1000;

  @TempDir private Path folder;

  @Test
  @Timeout(120)
  void clientsSeeImagesOfTheirSeedsOrThatTwoProcessesEnded() throws Exception {
    storm(Duration.ofSeconds(8));
  }

  @Test
  @Tag("stress")
  @Timeout(400)
  void theSameForTwoMinutes() throws Exception {
    storm(Duration.ofMinutes(2));
  }

  private void storm(Duration time) throws Exception {
    String options =
        "models_path: \"%s\" device: \"CPU\" max_concurrent: 2".formatted(Workers.model());
    try (SimulatedServer server =
        SimulatedServer.open(folder, Map.of("m", options), settings -> settings)) {
      List<String> images = new ArrayList<>();
      for (int seed = 0; seed < SEEDS; seed++) {
        images.add(image(ask(server, seed)));
      }
      Usage before = Usage.now();
      Tally tally = weather(server, images, time);
      System.out.printf(
          "%d images, %d requests that ended two processes, %d processes killed, %.0f restarts%n",
          tally.images().get(),
          tally.ended().get(),
          tally.killed().get(),
          server.metric("easel_worker_restarts{name=\"m\"}"));
      assertThat(tally.images().get()).isPositive();
      // Waits until the last one that was killed is loaded again. No storm has had this seed.
      assertThat(ask(server, SEEDS).statusCode()).isEqualTo(200);
      Usage after = Usage.now();
      assertThat(after.files()).as("open files").isLessThanOrEqualTo(before.files() + 10);
      assertThat(after.threads()).as("threads").isLessThanOrEqualTo(before.threads() + 10);
      assertThat(Workers.all()).hasSize(1);
    }
    assertThat(leftovers()).isEmpty();
  }

  private record Tally(AtomicInteger images, AtomicInteger ended, AtomicInteger killed) {}

  private static Tally weather(SimulatedServer server, List<String> images, Duration time)
      throws Exception {
    Tally tally = new Tally(new AtomicInteger(), new AtomicInteger(), new AtomicInteger());
    long end = System.nanoTime() + time.toNanos();
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int client = 0; client < CLIENTS; client++) {
        Random random = new Random(client);
        all.add(
            clients.submit(
                () -> {
                  while (System.nanoTime() < end) {
                    int seed = random.nextInt(SEEDS);
                    look(ask(server, seed), images.get(seed), tally);
                  }
                  return null;
                }));
      }
      Random moments = new Random(17);
      while (System.nanoTime() < end) {
        TimeUnit.MILLISECONDS.sleep(moments.nextInt((int) (2 * BETWEEN_MILLIS)));
        for (ProcessHandle worker : Workers.all()) {
          worker.destroyForcibly();
          tally.killed().incrementAndGet();
        }
      }
      for (Future<?> one : all) {
        one.get();
      }
    } finally {
      clients.shutdownNow();
    }
    return tally;
  }

  private static HttpResponse<String> ask(SimulatedServer server, int seed) throws Exception {
    return server.http.post(
        "/v3/images/generations",
        "{\"model\": \"m\", \"prompt\": \"a cat\", \"size\": \"64x64\", \"rng_seed\": %d, \"num_inference_steps\": 8}"
            .formatted(seed));
  }

  private static void look(HttpResponse<String> answer, String wanted, Tally tally)
      throws Exception {
    if (answer.statusCode() == 200) {
      assertThat(image(answer)).isEqualTo(wanted);
      tally.images().incrementAndGet();
    } else {
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(500);
      assertThat(answer.body()).contains("ended two processes");
      tally.ended().incrementAndGet();
    }
  }

  private static String image(HttpResponse<String> answer) throws Exception {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body()).at("/data/0/b64_json").asText();
  }

  private static List<Path> leftovers() throws Exception {
    String own = "easel-worker-" + ProcessHandle.current().pid() + "-";
    List<Path> left = new ArrayList<>();
    for (Path place : List.of(Path.of(System.getProperty("java.io.tmpdir")), Path.of("/dev/shm"))) {
      try (Stream<Path> files = Files.list(place)) {
        files.filter(it -> it.getFileName().toString().startsWith(own)).forEach(left::add);
      }
    }
    return left;
  }

  /** What this process holds. */
  private record Usage(long files, int threads) {
    static Usage now() throws Exception {
      try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
        return new Usage(files.count(), Thread.activeCount());
      }
    }
  }
}
