package dev.easel.http.fault;

import dev.easel.access.KeyHash;
import dev.easel.cli.Program;
import dev.easel.http.RawClient;
import dev.easel.http.SimulatedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The program as a process, with a model that computes nothing, a tiny one that computes, one that
 * comes and goes, and keys; its memory, threads and descriptors are told by the system.
 */
final class StormServer implements AutoCloseable {

  static final String HONEST = "key-of-honest-clients";
  static final String HOSTILE = "key-of-hostile-clients";
  static final String LIMITED = "key-with-few-requests";
  static final String STOLEN = "key-that-was-stolen";
  private static final String OPERATOR = "key-of-the-operator";

  private static final Path MODEL =
      Path.of("../calculators/src/test/models/lcm").toAbsolutePath().normalize();
  private static final String SIM =
      SimulatedServer.graph(
          SimulatedServer.simulated(
              "max_waiting: 10000 max_waiting_per_caller: 10000 simulation { step_millis: 1 }"));
  private static final String CONFIG =
      """
      {"model_config_list": [{"config": {"name": "sim", "base_path": "sim"}},
        {"config": {"name": "tiny", "base_path": "tiny"}},
        {"config": {"name": "loose", "base_path": "loose"}}]}
      """;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Path folder;
  private final Program program;
  private final InetSocketAddress address;

  /**
   * What the process has.
   *
   * @param residentKib the server's own
   * @param workersKib those of the processes in which models run
   */
  record Footprint(long residentKib, long workersKib, int threads, int descriptors) {}

  private StormServer(Path folder, Program program, int port) {
    this.folder = folder;
    this.program = program;
    this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  static StormServer open(Path folder) throws Exception {
    String tiny = SimulatedServer.graph("models_path: \"%s\" device: \"CPU\"".formatted(MODEL));
    write(folder.resolve("sim/graph.pbtxt"), SIM);
    write(folder.resolve("tiny/graph.pbtxt"), tiny);
    write(folder.resolve("loose/graph.pbtxt"), SIM);
    write(folder.resolve("config.json"), CONFIG);
    write(folder.resolve("access.json"), access(true));
    int port = Program.freePort();
    // A heap of one size, so that what grows is something else.
    Map<String, String> heap = Map.of("JAVA_TOOL_OPTIONS", "-Xms192m -Xmx192m -XX:+AlwaysPreTouch");
    Program program =
        Program.easel(
            folder,
            heap,
            Stream.of(
                    "serve --config_path config.json --access_config access.json --rest_port",
                    String.valueOf(port),
                    "--rest_bind_address 127.0.0.1 --max_body_size 8M --max_bodies_size 64M",
                    "--file_system_poll_wait_seconds 0 --log_level WARNING --crash_path crashes")
                .flatMap(part -> Stream.of(part.split(" ")))
                .toArray(String[]::new));
    StormServer server = new StormServer(folder, program, port);
    try {
      program.await(out -> out.contains(String.valueOf(port)));
      while (server.ready() != 200) {
        Thread.onSpinWait();
      }
    } catch (Exception | Error e) {
      server.close();
      throw e;
    }
    return server;
  }

  private static String access(boolean hasStolen) {
    String keys =
        Stream.of(HONEST, HOSTILE, LIMITED, STOLEN, OPERATOR)
            .filter(key -> hasStolen || !key.equals(STOLEN))
            .map(
                key ->
                    "{\"id\": \"%s\", \"sha256\": \"%s\", \"group\": \"%s\"}"
                        .formatted(key, KeyHash.of(key).hex(), group(key)))
            .collect(Collectors.joining(",\n"));
    return """
    {"groups": [{"name": "users", "scopes": ["generate"]},
      {"name": "limited", "scopes": ["generate"], "requests_per_minute": 60},
      {"name": "operators", "scopes": ["admin"]}],
     "keys": [%s]}
    """
        .formatted(keys);
  }

  private static String group(String key) {
    return switch (key) {
      case OPERATOR -> "operators";
      case LIMITED -> "limited";
      default -> "users";
    };
  }

  // ---- what it is asked

  RawClient connect() throws IOException {
    return new RawClient(address);
  }

  /** A client that takes little of what it is sent. */
  RawClient connectReluctantly() throws IOException {
    return new RawClient(address, 4096);
  }

  HttpResponse<String> post(String key, String path, String json)
      throws IOException, InterruptedException {
    return client.send(
        request(path)
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json))
            .build(),
        BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + address.getPort() + path));
  }

  int ready() throws InterruptedException {
    try {
      return client
          .send(request("/v2/health/ready").build(), BodyHandlers.discarding())
          .statusCode();
    } catch (IOException e) {
      return 0; // it does not listen yet, or no more
    }
  }

  private double metric(String series) throws IOException, InterruptedException {
    return client
        .send(request("/metrics").build(), BodyHandlers.ofString())
        .body()
        .lines()
        .filter(line -> line.startsWith(series))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  // ---- what its operator does

  /** Loads what the files say; the answer's status. */
  int reload() throws IOException, InterruptedException {
    HttpResponse<String> answer = post(OPERATOR, "/v1/config/reload", "");
    if (answer.body().contains("\tat ") || answer.body().contains("java.lang")) {
      throw new AssertionError("a reload is answered with " + answer.body());
    }
    return answer.statusCode();
  }

  void changeGraph() throws IOException {
    write(folder.resolve("sim/graph.pbtxt"), SIM + "# " + System.nanoTime() + "\n");
  }

  void writeLoose(String graph) throws IOException {
    write(folder.resolve("loose/graph.pbtxt"), graph);
  }

  void writeConfig(String text) throws IOException {
    write(folder.resolve("config.json"), text);
  }

  void rightConfig() throws IOException {
    writeConfig(CONFIG);
    writeLoose(SIM);
  }

  void admitStolen(boolean isAdmitted) throws IOException {
    write(folder.resolve("access.json"), access(isAdmitted));
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(fresh, text);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }

  // ---- what it has

  /** Waits until nobody is served any more, and nothing that can be collected is left. */
  Footprint settle() throws IOException, InterruptedException {
    while (metric("ovms_current_graphs") + metric("easel_waiting_requests") > 0
        || metric("easel_http_connections") > 16) {
      Thread.onSpinWait();
    }
    for (int i = 0; i < 2; i++) {
      Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
      new ProcessBuilder(jcmd.toString(), String.valueOf(program.pid()), "GC.run")
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    }
    return footprint();
  }

  Footprint footprint() throws IOException {
    long workers =
        ProcessHandle.of(program.pid()).stream()
            .flatMap(ProcessHandle::descendants)
            .mapToLong(worker -> residentKib(worker.pid()))
            .sum();
    return new Footprint(residentKib(program.pid()), workers, count("task"), count("fd"));
  }

  private int count(String what) throws IOException {
    try (Stream<Path> entries = Files.list(Path.of("/proc", String.valueOf(program.pid()), what))) {
      return (int) entries.count();
    }
  }

  private static long residentKib(long pid) {
    try {
      return Files.readAllLines(Path.of("/proc", String.valueOf(pid), "status")).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .sum();
    } catch (NoSuchFileException e) {
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lines that are written for programmers. */
  List<String> traces() throws IOException {
    return (program.out() + program.err())
        .lines()
        .filter(line -> line.startsWith("\tat ") || line.contains("Exception"))
        .toList();
  }

  @Override
  public void close() throws IOException {
    program.close();
  }
}
