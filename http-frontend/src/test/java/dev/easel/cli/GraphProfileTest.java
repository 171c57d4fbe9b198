package dev.easel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.easel.http.SimulatedServer;
import dev.easel.http.auth.AccessRules;
import dev.easel.http.auth.ApiKey;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Timeout(60)
class GraphProfileTest {
  private static final String MERGE = "../graphs/merge/graph.pbtxt";
  private static final String INPUTS = "../graphs/merge/inputs.jsonl";

  @TempDir private Path folder;

  private record Outcome(int status, String out, String err) {}

  private static Outcome run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line =
        Easel.commandLine(arguments).setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int status = line.execute(arguments);
    return new Outcome(status, out.toString(), err.toString());
  }

  private static JsonNode node(Outcome outcome) throws Exception {
    assertThat(outcome.status()).as(outcome.err()).isZero();
    return new ObjectMapper().readTree(outcome.out()).path("nodes").get(0);
  }

  @Test
  void tellsOfARunThatItMakes() throws Exception {
    Outcome table = run("graph", "profile", MERGE, "--inputs", INPUTS);
    assertThat(table.status()).isZero();
    assertThat(table.out()).contains("MergeCalculator", "runs: 0 running, 1 finished, 0 failed");
    assertThat(table.err()).contains("\"stream\":\"both\"");
    JsonNode node = node(run("graph", "profile", MERGE, "--inputs", INPUTS, "--json"));
    assertThat(node.path("calls").path("count").asInt()).isEqualTo(3);
    assertThat(node.path("calls").path("p99_us").asDouble()).isPositive();
  }

  @Test
  void tellsOfTraceFiles() throws Exception {
    Path graph = folder.resolve("graph.pbtxt");
    Files.writeString(
        graph,
        "profiler_config { enable_profiler: true trace_enabled: true trace_log_path: \""
            + folder.resolve("trace_")
            + "\" }\n"
            + Files.readString(Path.of(MERGE)));
    assertThat(run("graph", "run", graph.toString(), "--inputs", INPUTS).status()).isZero();
    String file = folder.resolve("trace_0.binarypb").toString();
    JsonNode node = node(run("graph", "profile", "--trace", file, "--json"));
    assertThat(node.path("name").asText()).isEqualTo("MergeCalculator");
    assertThat(node.path("calls").path("count").asInt()).isEqualTo(3);
    assertThat(node.path("waits").path("count").asInt()).isEqualTo(3);

    Outcome wrong = run("graph", "profile", "--trace", MERGE);
    assertThat(wrong.status()).isEqualTo(1);
    assertThat(wrong.err()).contains("graph.pbtxt is no trace");
  }

  @Test
  void readsWhatMediaPipeHasWritten() throws Exception {
    assertMediaPipe("whole.binarypb", List.of(23, 6, 5, 7), List.of(114, 39, 28, 17));
    // The same graph with trace_log_instant_events, and without enable_profiler.
    assertMediaPipe("events.binarypb", List.of(21, 7, 6, 5), List.of(113, 23, 17, 14));
  }

  /** The sums of calls and waits are those that MediaPipe's own protobuf classes give. */
  private static void assertMediaPipe(String file, List<Integer> calls, List<Integer> waits)
      throws Exception {
    Outcome outcome =
        run("graph", "profile", "--trace", "src/test/resources/mediapipe-traces/" + file, "--json");
    assertThat(outcome.status()).as(outcome.err()).isZero();
    JsonNode nodes = new ObjectMapper().readTree(outcome.out()).path("nodes");
    assertThat(nodes.findValuesAsText("name"))
        .containsExactly("first", "PassThroughCalculator_1", "PassThroughCalculator_2", "both");
    for (int i = 0; i < nodes.size(); i++) {
      JsonNode node = nodes.get(i);
      assertThat(node.path("calculator").asText()).isEqualTo("PassThroughCalculator");
      assertThat(node.at("/calls/count").asInt()).isEqualTo(5);
      assertThat(node.at("/calls/sum_us").asInt()).isEqualTo(calls.get(i));
      assertThat(node.at("/waits/count").asInt()).isEqualTo(5);
      assertThat(node.at("/waits/sum_us").asInt()).isEqualTo(waits.get(i));
    }
  }

  @Test
  void tellsOfAServerAndFetchesATrace() throws Exception {
    AccessRules closed = AccessRules.shared(ApiKey.of("key"), false);
    Path key = Files.writeString(folder.resolve("key"), "key\n");
    try (SimulatedServer server =
        SimulatedServer.open(
            folder,
            Map.of("sim", SimulatedServer.simulated("")),
            settings -> settings.with(closed))) {
      HttpRequest request =
          server
              .http
              .request("/v3/images/generations")
              .header("content-type", "application/json")
              .header("authorization", "Bearer key")
              .header("x-easel-trace", "1")
              .POST(
                  HttpRequest.BodyPublishers.ofString(
                      "{\"model\": \"sim\", \"prompt\": \"a cup\", \"size\": \"64x64\"}"))
              .build();
      String id = server.http.send(request).headers().firstValue("x-easel-trace").orElseThrow();
      String url = server.http.base("/");
      Outcome profile =
          run("graph", "profile", "--server", url, "--servable", "sim", "--api_key_file", "" + key);
      assertThat(profile.status()).as(profile.err()).isZero();
      assertThat(profile.out()).contains("ImageGenerateCalculator", "line before the model: ");

      Path file = folder.resolve("trace.json");
      Outcome trace;
      do { // the answer comes before the run's end, and its trace after
        trace =
            run("graph", "trace", id, "--server", url, "--api_key_file", "" + key, "-o", "" + file);
      } while (trace.status() != 0 && trace.err().contains("there is no trace"));
      assertThat(trace.status()).as(trace.err()).isZero();
      assertThat(Files.readString(file)).contains("traceEvents", "ImageGenerateCalculator");

      Outcome refused = run("graph", "trace", "--server", url, "--api_key_file", MERGE);
      assertThat(refused.status()).isEqualTo(1);
      assertThat(refused.err()).contains("401", "Incorrect API key");
    }
  }

  @Test
  void needsOneSource() {
    assertThat(run("graph", "profile").status()).isEqualTo(64);
    assertThat(run("graph", "profile", MERGE, "--trace", "x").status()).isEqualTo(64);
    assertThat(run("graph", "profile", "--server", "http://127.0.0.1:1").status()).isEqualTo(64);
    assertThat(run("graph", "trace", "--server", "nowhere").err()).contains("http://localhost");
  }
}
