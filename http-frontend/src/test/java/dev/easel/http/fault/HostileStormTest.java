package dev.easel.http.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.http.fault.Attacks.Action;
import dev.easel.http.fault.StormServer.Footprint;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Hostile clients of every kind, new sizes, cancels, reloads and bad configurations, all at once
 * beside honest clients: no honest request is lost, no attack succeeds, and afterwards the process
 * has the memory, the threads and the descriptors that it had.
 */
class HostileStormTest {

  /** Between the end of what one client does and its next beginning. */
  private static final long GAP_MILLIS = 10;

  private static final long CROWD_MILLIS = 50;
  private static final long RELOAD_MILLIS = 500;

  /** The sides of the sizes that the tiny model is asked for. */
  private static final int LEAST_SIDE = 64;

  private static final int SIDES = 25;
  private static final int SIDE_STEP = 8;

  /** What a model's process may hold of the many sizes that it has made. */
  private static final long MOST_WORKERS_KIB = 1 << 20;

  private static final int FEW = 8;
  private static final String GENERATIONS = "/v3/images/generations";
  private static final String ASK = "{\"model\": \"sim\", \"prompt\": \"a\", \"size\": \"64x64\"}";

  private static final List<String> GRAPHS =
      List.of(
          "node {",
          "node { ".repeat(5000) + "}".repeat(5000),
          "max_queue_size: " + "9".repeat(1001),
          "type: \"\u001b[31m\\ud800\"",
          "# type: template\nnum_threads: %" + "1+".repeat(200_000) + "1%",
          "# type: template\n%param x: \""
              + "a".repeat(1 << 16)
              + "\"%\nname: %"
              + "concat(".repeat(60)
              + "x"
              + ", x)".repeat(60)
              + "%");

  private static final List<String> CONFIGS =
      List.of(
          "{\"model_config_list\": [",
          "[".repeat(2000) + "]".repeat(2000),
          "{\"model_config_list\": [], \"x\": " + "9".repeat(1001) + "}",
          "{\"model_config_list\": [{\"config\": {\"nmae\": \"sim\"}}]}",
          "");

  private final Map<String, LongAdder> done = new ConcurrentSkipListMap<>();
  private final ConcurrentLinkedQueue<Long> health = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<String> lost = new ConcurrentLinkedQueue<>();
  private final AtomicLong reloads = new AtomicLong();
  private final AtomicLong sizes = new AtomicLong();

  @TempDir private Path folder;

  @Test
  @Timeout(600)
  void losesNoHonestRequestInAShortStorm() throws Exception {
    storm(Duration.ofSeconds(10), 300, 1.3);
  }

  @Test
  @Tag("stress")
  @Timeout(2400)
  void losesNoHonestRequestInTwentyMinutes() throws Exception {
    storm(Duration.ofMinutes(20), 4000, 1.1);
    assertThat(percentile(99)).isLessThan(100_000_000);
  }

  /**
   * A first part, after which everything is there that is made once and kept, and the storm itself.
   *
   * @param growth what the server's resident memory may be multiplied with
   */
  private void storm(Duration length, int crowd, double growth) throws Exception {
    try (StormServer server = StormServer.open(folder)) {
      blow(server, length.dividedBy(10), crowd);
      Footprint before = server.settle();
      done.clear();
      health.clear();
      blow(server, length, crowd);
      Footprint after = server.settle();
      while (server.footprint().descriptors() > before.descriptors() + FEW
          || server.footprint().threads() > before.threads() + FEW) {
        Thread.onSpinWait(); // those that decode and those that wait end by themselves
      }
      print(length, before, after, server.footprint());
      assertThat(lost).isEmpty();
      assertThat(server.traces()).isEmpty();
      assertThat((double) after.residentKib()).isLessThan(before.residentKib() * growth);
      assertThat(after.workersKib()).isLessThan(MOST_WORKERS_KIB);
      server.admitStolen(false);
      server.reload();
      HttpResponse<String> answer = server.post(StormServer.STOLEN, GENERATIONS, ASK);
      assertThat(answer.statusCode()).isEqualTo(401);
    }
  }

  private void blow(StormServer server, Duration length, int crowd) throws Exception {
    try (Attacks attacks = new Attacks(server, crowd)) {
      Map<String, Action> kinds = attacks.kinds();
      ScheduledExecutorService clients = Executors.newScheduledThreadPool(kinds.size() + 5);
      kinds.forEach(
          (name, attack) -> {
            boolean isCrowd = name.startsWith("idle");
            start(clients, "attacks: " + name, isCrowd ? CROWD_MILLIS : GAP_MILLIS, attack);
          });
      start(clients, "honest requests", GAP_MILLIS, () -> honest(server, ASK));
      start(clients, "honest requests", GAP_MILLIS, () -> honest(server, ASK));
      start(clients, "honest requests for new sizes", GAP_MILLIS, () -> honest(server, newSize()));
      start(clients, "probes of health", GAP_MILLIS, () -> probe(server));
      start(clients, "reloads", RELOAD_MILLIS, () -> reload(server));
      assertThat(clients.awaitTermination(length.toMillis(), TimeUnit.MILLISECONDS)).isFalse();
      clients.shutdown();
      assertThat(clients.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    }
    server.rightConfig();
    assertThat(server.reload()).isIn(200, 201);
  }

  private void start(ScheduledExecutorService clients, String name, long gapMillis, Action action) {
    Future<?> unused =
        clients.scheduleWithFixedDelay(
            () -> {
              try {
                action.once();
                done.computeIfAbsent(name, key -> new LongAdder()).increment();
              } catch (Exception | Error e) {
                lost.add(name + ": " + e);
              }
            },
            0,
            gapMillis,
            TimeUnit.MILLISECONDS);
  }

  private static void honest(StormServer server, String json)
      throws IOException, InterruptedException {
    HttpResponse<String> answer = server.post(StormServer.HONEST, GENERATIONS, json);
    if (answer.statusCode() != 200) {
      throw new IOException(answer.statusCode() + " " + answer.body());
    }
  }

  private String newSize() {
    long number = sizes.getAndIncrement();
    return "{\"model\": \"tiny\", \"prompt\": \"a\", \"num_inference_steps\": 1, \"size\": \"%dx%d\"}"
        .formatted(
            LEAST_SIDE + SIDE_STEP * (number % SIDES),
            LEAST_SIDE + SIDE_STEP * (number / SIDES % SIDES));
  }

  private void probe(StormServer server) throws IOException, InterruptedException {
    long start = System.nanoTime();
    int status = server.ready();
    health.add(System.nanoTime() - start);
    if (status != 200) {
      throw new IOException("health " + status);
    }
  }

  /** A good change, a bad graph, a bad configuration, a key that comes or goes: in turn. */
  private void reload(StormServer server) throws IOException, InterruptedException {
    int number = (int) reloads.getAndIncrement();
    boolean isBad = false;
    switch (number % 4) {
      case 0 -> server.changeGraph();
      case 1 -> server.writeLoose(GRAPHS.get(number / 4 % GRAPHS.size()));
      case 2 -> {
        server.writeConfig(CONFIGS.get(number / 4 % CONFIGS.size()));
        isBad = true;
      }
      default -> server.admitStolen(number / 4 % 2 == 0);
    }
    int status = server.reload();
    if (isBad == (status / 100 == 2)) {
      throw new IOException("reload " + number + " is answered with " + status);
    }
    if (isBad) {
      server.rightConfig();
    }
  }

  private void print(Duration length, Footprint before, Footprint after, Footprint last) {
    StringBuilder table =
        new StringBuilder("| what, in %d s | figure |%n|---|---|%n".formatted(length.toSeconds()));
    done.forEach((name, count) -> row(table, name, String.format("%,d", count.sum())));
    row(table, "lost, or wrongly answered", String.valueOf(lost.size()));
    row(
        table,
        "health: median, p99, longest",
        "%.1f, %.1f, %.1f ms"
            .formatted(percentile(50) / 1e6, percentile(99) / 1e6, percentile(100) / 1e6));
    row(
        table,
        "resident memory of the server, before and after",
        "%d, %d MiB".formatted(before.residentKib() >> 10, after.residentKib() >> 10));
    row(
        table,
        "resident memory of the tiny model's process, before and after",
        "%d, %d MiB".formatted(before.workersKib() >> 10, after.workersKib() >> 10));
    row(table, "threads, before and after", before.threads() + ", " + last.threads());
    row(table, "descriptors, before and after", before.descriptors() + ", " + last.descriptors());
    System.out.print(table);
  }

  private static void row(StringBuilder table, String what, String figure) {
    table.append("| ").append(what).append(" | ").append(figure).append(" |\n");
  }

  private long percentile(int percent) {
    List<Long> sorted = health.stream().sorted().toList();
    return sorted.isEmpty() ? 0 : sorted.get((sorted.size() - 1) * percent / 100);
  }
}
