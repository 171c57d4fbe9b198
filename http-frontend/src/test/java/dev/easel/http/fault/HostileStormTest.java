package dev.easel.http.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.easel.http.RawClient;
import dev.easel.http.SimulatedServer;
import dev.easel.http.body.BodyLimits;
import dev.easel.http.form.FormLimits;
import dev.easel.http.framing.FramingCases;
import dev.easel.http.framing.FramingCases.Case;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Hostile clients of every kind, cancels and reloads, all at once beside honest clients: no honest
 * request is lost, and afterwards nothing is left of the others.
 */
class HostileStormTest {

  /** Between the end of what one client does and its next beginning. */
  private static final long GAP_MILLIS = 10;

  private static final long RELOAD_MILLIS = 500;
  private static final String JSON = "application/json";
  private static final String GENERATIONS = "/v3/images/generations";
  private static final String EDITS = "/v3/images/edits";
  private static final String ASK = "{\"model\": \"sim\", \"prompt\": \"a\", \"size\": \"64x64\"}";
  private static final String OPTIONS =
      SimulatedServer.simulated(
          "max_waiting: 10000 max_waiting_per_caller: 10000 simulation { step_millis: 1 }");

  /** A GIF screen of 16 x 16 with a picture of 46340 x 46340. */
  private static final byte[] GIF = {
    'G',
    'I',
    'F',
    '8',
    '9',
    'a',
    16,
    0,
    16,
    0,
    (byte) 0x80,
    0,
    0,
    1,
    2,
    3,
    4,
    5,
    6,
    0x2c,
    0,
    0,
    0,
    0,
    4,
    (byte) 0xb5,
    4,
    (byte) 0xb5,
    0,
    2,
    2,
    0x4c,
    1,
    0,
    0x3b
  };

  private final Habit reload = this::reload;
  private final AtomicLong served = new AtomicLong();
  private final AtomicLong attacks = new AtomicLong();
  private final ConcurrentLinkedQueue<Long> health = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<String> lost = new ConcurrentLinkedQueue<>();

  @TempDir private Path folder;

  /** What a client does again and again. */
  private interface Habit {
    void once(SimulatedServer server) throws Exception;
  }

  @Test
  @Timeout(120)
  void losesNoHonestRequestInAShortStorm() throws Exception {
    storm(Duration.ofSeconds(10));
  }

  @Test
  @Tag("stress")
  @Timeout(1500)
  void losesNoHonestRequestInTwentyMinutes() throws Exception {
    storm(Duration.ofMinutes(20));
    assertThat(percentile(99)).isLessThan(100_000_000);
  }

  private void storm(Duration length) throws Exception {
    BodyLimits limits = new BodyLimits(8 << 20, 64 << 20, FormLimits.DEFAULT);
    try (SimulatedServer server =
        SimulatedServer.open(folder, Map.of("sim", OPTIONS), s -> s.with(limits))) {
      List<Habit> habits = habits();
      for (Habit habit : habits) {
        habit.once(server); // what is made once and kept belongs to no storm
      }
      server.awaitRest("sim");
      System.gc();
      long files = openFiles();
      long resident = residentKib();
      int threads = ManagementFactory.getThreadMXBean().getThreadCount();
      ScheduledExecutorService clients = Executors.newScheduledThreadPool(habits.size());
      for (Habit habit : habits) {
        long gap = habit == reload ? RELOAD_MILLIS : GAP_MILLIS;
        Future<?> unused =
            clients.scheduleWithFixedDelay(
                () -> attempt(habit, server), 0, gap, TimeUnit.MILLISECONDS);
      }
      assertThat(clients.awaitTermination(length.toMillis(), TimeUnit.MILLISECONDS)).isFalse();
      clients.shutdown();
      assertThat(clients.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
      server.awaitRest("sim");
      assertThat(lost).isEmpty();
      while (openFiles() > files + 8) { // until the server has seen the last of them leave
        Thread.onSpinWait();
      }
      while (ManagementFactory.getThreadMXBean().getThreadCount() > threads + 8) {
        Thread.onSpinWait(); // those that decode and those that wait end by themselves
      }
      System.gc();
      System.out.printf(
          "%d honest requests, %d attacks; health: median %.1f ms, p99 %.1f ms; resident %d KiB"
              + " before, %d KiB after%n",
          served.get(),
          attacks.get(),
          percentile(50) / 1e6,
          percentile(99) / 1e6,
          resident,
          residentKib());
    }
  }

  private List<Habit> habits() {
    List<Case> wrong = FramingCases.wrong();
    AtomicLong turn = new AtomicLong();
    String near = ("\r\n--" + "x".repeat(69) + "y").repeat(20_000);
    String pictures = Base64.getEncoder().encodeToString(GIF);
    return List.of(
        this::honest,
        this::honest,
        this::probe,
        reload,
        server -> {
          int next = (int) (turn.getAndIncrement() % wrong.size());
          answered(server, wrong.get(next).sent());
        },
        server -> left(server, RawClient.post(GENERATIONS, JSON, ASK)), // a cancel
        server -> left(server, "POST " + EDITS + " HTTP/1.1\r\nHost: x\r\nContent-Le"),
        server ->
            left(
                server,
                "POST %s HTTP/1.1\r\nHost: x\r\nContent-Length: 4000000\r\n\r\n%s"
                    .formatted(EDITS, "x".repeat(300_000))),
        server ->
            answered(
                server,
                RawClient.post(EDITS, "multipart/form-data; boundary=" + "x".repeat(70), near)),
        server ->
            answered(
                server,
                RawClient.post(
                    GENERATIONS,
                    JSON,
                    "{\"model\": \"sim\", \"user\": [" + "{},".repeat(200_000) + "{}]}")),
        server ->
            answered(
                server,
                RawClient.post(
                    EDITS,
                    JSON,
                    "{\"model\": \"sim\", \"prompt\": \"a\", \"images\": [{\"image_url\": \""
                        + "data:image/gif;base64,"
                        + pictures
                        + "\"}]}")));
  }

  private void attempt(Habit habit, SimulatedServer server) {
    try {
      habit.once(server);
    } catch (Exception e) {
      lost.add(e.toString());
    }
  }

  private void honest(SimulatedServer server) throws Exception {
    HttpResponse<String> answer = server.http.post(GENERATIONS, ASK);
    if (answer.statusCode() != 200) {
      lost.add(answer.statusCode() + " " + answer.body());
    }
    served.incrementAndGet();
  }

  private void probe(SimulatedServer server) throws Exception {
    long start = System.nanoTime();
    int status = server.http.get("/v2/health/ready").statusCode();
    health.add(System.nanoTime() - start);
    if (status != 200) {
      lost.add("health " + status);
    }
  }

  private void reload(SimulatedServer server) throws Exception {
    Path graph = folder.resolve("sim/graph.pbtxt");
    Path fresh = folder.resolve("fresh");
    Files.writeString(fresh, SimulatedServer.graph(OPTIONS) + "# " + System.nanoTime() + "\n");
    Files.move(fresh, graph, StandardCopyOption.ATOMIC_MOVE);
    int status =
        server
            .http
            .send(server.http.request("/v1/config/reload").POST(BodyPublishers.noBody()).build())
            .statusCode();
    if (status != 200 && status != 201) {
      lost.add("reload " + status);
    }
  }

  /** Hears the answer, which is none of success. */
  private void answered(SimulatedServer server, String request) throws IOException {
    answered(server, request.getBytes(StandardCharsets.ISO_8859_1));
  }

  private void answered(SimulatedServer server, byte[] request) throws IOException {
    attacks.incrementAndGet();
    try (RawClient client = server.http.connect()) {
      String answer = sent(client, request) ? client.readAnswer() : "";
      if (answer.startsWith("HTTP/1.1 2") || answer.startsWith("HTTP/1.1 500")) {
        lost.add("an attack was answered with " + answer);
      }
    }
  }

  /** Sends something and leaves. */
  private void left(SimulatedServer server, String request) throws IOException {
    attacks.incrementAndGet();
    try (RawClient client = server.http.connect()) {
      sent(client, request.getBytes(StandardCharsets.ISO_8859_1));
      client.reset();
    }
  }

  /** Whether the server has taken it all; it need not hear those to the end that it refuses. */
  private static boolean sent(RawClient client, byte[] request) {
    try {
      client.send(request);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private long percentile(int percent) {
    List<Long> sorted = health.stream().sorted().toList();
    return sorted.isEmpty() ? 0 : sorted.get((sorted.size() - 1) * percent / 100);
  }

  private static long openFiles() {
    return ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class)
        .getOpenFileDescriptorCount();
  }

  private static long residentKib() {
    try {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
