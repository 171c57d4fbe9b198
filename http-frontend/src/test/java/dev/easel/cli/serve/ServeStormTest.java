package dev.easel.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.easel.Storm;
import dev.easel.cli.Program;
import dev.easel.http.SimulatedServer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The program with real pipelines, while its configuration, graphs, models and links change at
 * random every 50 ms under a steady load of requests for images.
 */
class ServeStormTest {
  private static final Path MODEL = Path.of("..", "calculators", "src", "test", "models", "lcm");
  private static final List<String> STEADY = List.of("steady", "linked");
  private static final List<String> LOOSE = List.of("loose-0", "loose-1");
  private static final int FEWEST_PICTURES = 20;

  @TempDir private Path folder;
  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient client = HttpClient.newHttpClient();
  private final Random random = new Random(7);
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final AtomicInteger pictures = new AtomicInteger();
  private final List<Long> resident = new CopyOnWriteArrayList<>();
  private final List<CompletableFuture<?>> reloads = new ArrayList<>();
  private int changes;
  private String address = "";
  private int[] pixels = {};

  @BeforeEach
  void write() throws IOException {
    copy(MODEL, folder.resolve("v0"));
    copy(MODEL, folder.resolve("v1"));
    Files.createSymbolicLink(folder.resolve("current"), Path.of("v0"));
    graph("steady", "v0");
    graph("linked", "current");
    for (String name : LOOSE) {
      graph(name, "v1");
    }
    config(LOOSE);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  private void replace(String file, String text) throws IOException {
    Path target = folder.resolve(file);
    Files.createDirectories(target.getParent());
    Path fresh = target.resolveSibling(target.getFileName() + ".new");
    Files.writeString(fresh, text);
    Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Another one after every change, so that the graph is loaded again. */
  private String graphText(String model) {
    String options = "models_path: \"%s\" device: \"CPU\"".formatted(folder.resolve(model));
    return SimulatedServer.graph(options) + "# " + changes + "\n";
  }

  private void graph(String name, String model) throws IOException {
    replace(name + "/graph.pbtxt", graphText(model));
  }

  private void config(List<String> loose) throws IOException {
    replace(
        "config.json",
        Stream.concat(STEADY.stream(), loose.stream())
            .map(name -> "{\"name\": \"" + name + "\"}")
            .collect(
                Collectors.joining(
                    ", ", "{\"model_config_list\": [], \"mediapipe_config_list\": [", "]}")));
  }

  @Test
  @Timeout(300)
  void makesEveryPictureInAShortStorm() throws Exception {
    storm(Duration.ofSeconds(6));
  }

  @Test
  @Tag("stress")
  @Timeout(900)
  void makesEveryPictureInALongStormAndKeepsNoPipeline() throws Exception {
    storm(Duration.ofMinutes(2));
    long before = median(resident.subList(resident.size() / 3, 2 * resident.size() / 3));
    long after = median(resident.subList(2 * resident.size() / 3, resident.size()));
    System.out.printf(
        "%d pictures, %d changes; resident memory in the second third %d KiB, in the last %d KiB%n",
        pictures.get(), changes, before, after);
    assertThat(after).isLessThan(before + before / 10);
  }

  private static long median(List<Long> values) {
    long[] sorted = values.stream().mapToLong(Long::longValue).toArray();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private void storm(Duration length) throws Exception {
    String port = String.valueOf(Program.freePort());
    address = "http://127.0.0.1:" + port;
    // A heap of one fixed size, so that what grows is native.
    Map<String, String> heap = Map.of("JAVA_TOOL_OPTIONS", "-Xms96m -Xmx96m -XX:+AlwaysPreTouch");
    try (Program program =
        Program.easel(
            folder,
            heap,
            "serve",
            "--config_path",
            "config.json",
            "--rest_port",
            port,
            "--rest_bind_address",
            "127.0.0.1",
            "--file_system_poll_wait_seconds",
            "1")) {
      awaitReady(program);
      pixels = picture("steady");
      Storm.blow(
          length,
          this::change,
          number -> ask(STEADY.get(number % STEADY.size())),
          () -> {
            resident.add(residentKib(program));
            return pictures.get() >= FEWEST_PICTURES;
          });
      assertThat(failures).isEmpty();
      calm();
    }
  }

  private void awaitReady(Program program) throws Exception {
    program.await(out -> out.contains(address));
    while (send("GET", "/v2/health/ready", "").statusCode() != 200) {
      assertThat(Thread.interrupted()).as(program.out() + program.err()).isFalse();
    }
  }

  private HttpResponse<String> send(String method, String path, String body)
      throws IOException, InterruptedException {
    return client.send(request(method, path, body), HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest request(String method, String path, String body) {
    return HttpRequest.newBuilder(URI.create(address + path))
        .method(method, HttpRequest.BodyPublishers.ofString(body))
        .header("Content-Type", "application/json")
        .build();
  }

  private int[] picture(String model) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        send(
            "POST",
            "/v3/images/generations",
            """
            {"model": "%s", "prompt": "a red circle", "size": "64x64",
             "num_inference_steps": 1, "rng_seed": 7}
            """
                .formatted(model));
    if (answer.statusCode() != 200) {
      throw new IOException(model + ": " + answer.statusCode() + " " + answer.body());
    }
    JsonNode data = json.readTree(answer.body()).get("data").get(0);
    byte[] file = Base64.getDecoder().decode(data.get("b64_json").asText());
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(file));
    return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
  }

  private static long residentKib(Program program) throws IOException {
    return Files.readAllLines(Path.of("/proc", String.valueOf(program.pid()), "status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")))
        .findFirst()
        .orElseThrow();
  }

  private void ask(String name) {
    try {
      if (!Arrays.equals(picture(name), pixels)) {
        failures.add(name + ": another picture");
      }
      pictures.incrementAndGet();
    } catch (IOException | InterruptedException e) {
      failures.add(e.toString());
    }
  }

  private void change() {
    try {
      changes++;
      String loose = LOOSE.get(random.nextInt(LOOSE.size()));
      switch (random.nextInt(9)) {
        case 0 -> graph("steady", "v" + random.nextInt(2));
        case 1 -> graph("linked", "current");
        case 2 -> link("v" + changes % 2);
        case 3 -> replace(loose + "/graph.pbtxt", "node {");
        case 4 -> graph(loose, "v1");
        case 5 -> config(LOOSE.subList(0, random.nextInt(LOOSE.size() + 1)));
        case 6 -> touchModel("v" + random.nextInt(2));
        case 7 -> half();
        default -> reloads.add(reload());
      }
    } catch (IOException | RuntimeException e) {
      failures.add("the storm itself: " + e);
    }
  }

  private CompletableFuture<?> reload() {
    return client.sendAsync(
        request("POST", "/v1/config/reload", ""), HttpResponse.BodyHandlers.discarding());
  }

  private void link(String target) throws IOException {
    Path fresh = folder.resolve("current.new");
    Files.createSymbolicLink(fresh, Path.of(target));
    Files.move(fresh, folder.resolve("current"), StandardCopyOption.ATOMIC_MOVE);
  }

  /** The same model in other bytes. */
  private void touchModel(String version) throws IOException {
    String file = version + "/model_index.json";
    replace(file, Files.readString(folder.resolve(file)).strip() + "\n".repeat(changes % 7));
  }

  /** Leaves files as a writer leaves them that is not done yet. */
  private void half() throws IOException {
    String text = graphText("v0");
    Files.writeString(folder.resolve("steady/graph.pbtxt"), text.substring(0, text.length() / 2));
    Files.writeString(folder.resolve("config.json"), "{\"model_config_list\": [");
  }

  /** Writes a last state and compares what is served with it. */
  private void calm() throws Exception {
    CompletableFuture.allOf(reloads.toArray(CompletableFuture[]::new)).join();
    graph("steady", "v1");
    graph("linked", "current");
    link("v0");
    graph("loose-0", "v1");
    // Gone first: of one that serves, a broken change leaves the old state serving.
    config(List.of("loose-0"));
    assertThat(send("POST", "/v1/config/reload", "").statusCode()).isEqualTo(200);
    assertThat(send("POST", "/v3/loose-1", "{}").statusCode()).isEqualTo(404);
    replace("loose-1/graph.pbtxt", "node {");
    config(LOOSE);
    HttpResponse<String> reload = send("POST", "/v1/config/reload", "");
    assertThat(reload.body()).contains("loose-1");
    assertThat(reload.body()).as("what does not load is named").contains("graph.pbtxt");
    for (String name : List.of("steady", "linked", "loose-0")) {
      assertThat(picture(name)).as(name).isEqualTo(pixels);
    }
    JsonNode states = json.readTree(send("GET", "/v1/config", "").body());
    assertThat(states.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("steady", "linked", "loose-0", "loose-1");
    assertThat(send("POST", "/v3/loose-1", "{}").statusCode()).isEqualTo(503);
  }
}
