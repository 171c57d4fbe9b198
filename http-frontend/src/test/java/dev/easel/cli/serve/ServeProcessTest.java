package dev.easel.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.easel.cli.Program;
import dev.easel.http.SimulatedServer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the README, as printed. */
@Timeout(600)
class ServeProcessTest {
  @TempDir private Path folder;

  private static boolean hasCurl() throws Exception {
    return new ProcessBuilder("sh", "-c", "command -v curl").start().waitFor() == 0;
  }

  private void assertImage(String name) throws IOException {
    assertThat(ImageIO.read(folder.resolve(name).toFile()).getWidth()).isGreaterThan(8);
  }

  @Test
  void printsACurlLineThatWorks() throws Exception {
    Assumptions.assumeTrue(hasCurl(), "curl is missing: sudo apt install curl");
    try (Program program = Program.server(folder, Map.of(), Program.freePort())) {
      String printed = program.await(out -> out.contains("> out.png"));
      String line = printed.substring(printed.indexOf("curl "));
      Process shell =
          new ProcessBuilder("sh", "-c", line).directory(folder.toFile()).inheritIO().start();
      assertThat(shell.waitFor(500, TimeUnit.SECONDS)).isTrue();
      assertImage("out.png");
    }
  }

  @Test
  void makesAPictureWithoutAServer() throws Exception {
    try (Program program =
        Program.easel(
            folder, Map.of(), "generate", "a red circle on a white background", "-o", "out.png")) {
      assertThat(program.status()).as(program.err()).isZero();
      assertImage("out.png");
    }
  }

  @Test
  void showsTheMetricsThatTheConfigurationAsksFor() throws Exception {
    Path config = folder.resolve("config.json");
    Files.writeString(
        config,
        """
        {"model_config_list": [],
         "monitoring": {"metrics": {"enable": true, "metrics_list": ["easel_http_answers"]}}}
        """);
    String port = String.valueOf(Program.freePort());
    try (Program program =
        serve(port, "--port", "1", "--grpc_workers", "2", "--config_path", config.toString())) {
      program.await(out -> out.contains("serves nothing yet"));
      assertThat(get(port, "/v2/health/live").statusCode()).isEqualTo(200);
      assertThat(get(port, "/v2/health/ready").statusCode()).isEqualTo(503);
      assertThat(get(port, "/metrics").body())
          .contains("easel_http_answers{status=\"503\"} 1.0")
          .doesNotContain("ovms_");
      assertThat(program.end()).isZero();
      assertThat(program.err())
          .contains("--port 1 has no effect", "--grpc_workers has no effect")
          .doesNotContain("--cpu_extension");
    }
    try (Program twice =
        Program.easel(
            folder,
            Map.of(),
            "--rest_port",
            port,
            "--metrics_enable",
            "--config_path",
            config.toString())) {
      assertThat(twice.status()).isEqualTo(1);
      assertThat(twice.err()).contains("metrics are set twice");
    }
  }

  @Test
  void endsAtOnceWhileItsModelsAreBeingLoaded() throws Exception {
    Path home = Path.of("..").toAbsolutePath().normalize();
    StringBuilder entries = new StringBuilder();
    for (int i = 0; i < 16; i++) {
      entries
          .append(i == 0 ? "" : ",")
          .append(
              "{\"name\": \"s%1$d\", \"base_path\": \"%2$s/models/shapes\", \"graph_path\": \"%2$s/graphs/shapes/graph.pbtxt\"}"
                  .formatted(i, home));
    }
    Path config = folder.resolve("config.json");
    Files.writeString(config, "{\"mediapipe_config_list\": [" + entries + "]}");
    String port = String.valueOf(Program.freePort());
    try (Program program = serve(port, "--config_path", config.toString())) {
      while (!health(port).contains("OPENING")) {
        Thread.onSpinWait();
      }
      assertThat(program.end()).isZero();
      assertThat(program.out()).doesNotContain("Easel");
      assertThat(program.err()).doesNotContain("Exception").doesNotContain("SIGSEGV");
    }
  }

  @Test
  void writesItsLifeAndItsRequestsIntoTheLog() throws Exception {
    Path graph = Files.createDirectories(folder.resolve("sim")).resolve("graph.pbtxt");
    Files.writeString(
        graph, SimulatedServer.graph(SimulatedServer.simulated("simulation { step_millis: 1 }")));
    Path config = folder.resolve("config.json");
    Files.writeString(
        config, "{\"mediapipe_config_list\": [{\"name\": \"sim\"}, {\"name\": \"none\"}]}");
    Path file = folder.resolve("log.json");
    String port = String.valueOf(Program.freePort());
    try (Program program =
        serve(
            port,
            "--log_format",
            "json",
            "--log_path",
            file.toString(),
            "--config_path",
            config.toString())) {
      program.await(out -> out.contains("Easel is ready"));
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v3/images/generations"))
              .header("content-type", "application/json")
              .header("x-request-id", "mine")
              .header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
              .POST(
                  HttpRequest.BodyPublishers.ofString(
                      "{\"model\": \"sim\", \"prompt\": \"a\", \"rng_seed\": 7, \"num_inference_steps\": 3, \"size\": \"64x64\"}"))
              .build();
      assertThat(CLIENT.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
          .isEqualTo(200);
      assertThat(program.end()).isZero();
    }
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      lines.add(new ObjectMapper().readTree(line));
    }
    assertThat(lines)
        .extracting(line -> line.path("message").asText())
        .anyMatch(text -> text.contains("listens on"))
        .anyMatch(text -> text.startsWith("servable 'sim' is loaded in "))
        .anyMatch(text -> text.startsWith("servable 'none' cannot be loaded: "))
        .anyMatch(text -> text.startsWith("asked to end"))
        .last()
        .isEqualTo("ended");
    JsonNode access =
        lines.stream()
            .filter(line -> line.path("logger").asText().equals("access"))
            .findFirst()
            .orElseThrow();
    assertThat(access.path("method").asText()).isEqualTo("POST");
    assertThat(access.path("path").asText()).isEqualTo("/v3/images/generations");
    assertThat(access.path("servable").asText()).isEqualTo("sim");
    assertThat(access.path("status").asInt()).isEqualTo(200);
    assertThat(access.path("ms").asDouble()).isPositive();
    assertThat(access.path("bytes").asInt()).isGreaterThan(100);
    assertThat(access.path("steps").asText()).isEqualTo("3");
    assertThat(access.path("seed").asText()).isEqualTo("7");
    assertThat(access.path("id").asText()).isEqualTo("mine");
    assertThat(access.path("trace").asText()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
  }

  private Program serve(String port, String... more) throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("--rest_port", port, "--rest_bind_address", "127.0.0.1"));
    arguments.addAll(List.of(more));
    return Program.easel(folder, Map.of(), arguments.toArray(String[]::new));
  }

  private static String health(String port) throws Exception {
    try {
      return get(port, "/v2/health/ready?verbose").body();
    } catch (ConnectException e) {
      return "";
    }
  }

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private static HttpResponse<String> get(String port, String path) throws Exception {
    return CLIENT.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
