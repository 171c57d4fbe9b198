package dev.easel.http.trace;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.easel.access.Access;
import dev.easel.access.KeyHash;
import dev.easel.http.SimulatedServer;
import dev.easel.http.auth.AccessRules;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RequestTraceTest {
  private static final String SMALL =
      "{\"model\": \"sim\", \"prompt\": \"a secret\", \"size\": \"64x64\","
          + " \"num_inference_steps\": 2}";

  @TempDir private Path folder;

  private SimulatedServer server(AccessRules rules) throws Exception {
    return SimulatedServer.open(
        folder, Map.of("sim", SimulatedServer.simulated("")), settings -> settings.with(rules));
  }

  private static HttpResponse<String> generate(SimulatedServer server, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        server
            .http
            .request("/v3/images/generations")
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(SMALL));
    return server.http.send((headers.length == 0 ? request : request.headers(headers)).build());
  }

  private static String trace(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.headers().firstValue("x-easel-trace").orElseThrow();
  }

  /** The answer is there before the run has ended, and the trace after. */
  private static JsonNode events(SimulatedServer server, String id) throws Exception {
    HttpResponse<String> answer = server.http.get("/v1/traces/" + id);
    while (answer.statusCode() == 404) {
      answer = server.http.get("/v1/traces/" + id);
    }
    assertThat(answer.body()).doesNotContain("a secret");
    return new ObjectMapper().readTree(answer.body());
  }

  private static List<JsonNode> all(JsonNode trace, String phase) {
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode each : trace.path("traceEvents")) {
      if (each.path("ph").asText().equals(phase)) {
        found.add(each);
      }
    }
    return found;
  }

  @Test
  void hasARowPerNodeAndThreadAndAnArrowPerPacket() throws Exception {
    try (SimulatedServer server = server(AccessRules.OPEN.tracingForAll())) {
      JsonNode trace = events(server, trace(generate(server, "x-easel-trace", "1")));
      List<String> slices = all(trace, "X").stream().map(e -> e.path("name").asText()).toList();
      assertThat(slices)
          .contains("ImageRequestCalculator", "ImageGenerateCalculator", "ImageResponseCalculator")
          .contains("open ImageGenerateCalculator", "close ImageRequestCalculator");
      List<JsonNode> begins = all(trace, "s");
      List<JsonNode> ends = all(trace, "f");
      assertThat(begins).hasSameSizeAs(ends).isNotEmpty();
      for (JsonNode each : begins) {
        assertThat(isWithinASlice(trace, each)).as(each.toString()).isTrue();
      }
      for (JsonNode each : ends) {
        assertThat(isWithinASlice(trace, each)).as(each.toString()).isTrue();
      }
      Set<String> rows = new HashSet<>();
      for (JsonNode each : all(trace, "M")) {
        rows.add(each.path("pid").asInt() + each.path("args").path("name").asText());
      }
      assertThat(rows).contains("1graph inputs", "1nodes of sim", "2threads");
      assertThat(rows).anyMatch(row -> row.startsWith("1") && row.endsWith("__generate"));
      assertThat(trace.path("otherData").path("calls_left_out").asInt()).isZero();
    }
  }

  private static boolean isWithinASlice(JsonNode trace, JsonNode arrow) {
    double at = arrow.path("ts").asDouble();
    return all(trace, "X").stream()
        .filter(slice -> slice.path("pid").equals(arrow.path("pid")))
        .filter(slice -> slice.path("tid").equals(arrow.path("tid")))
        .anyMatch(
            slice ->
                slice.path("ts").asDouble() <= at
                    && at < slice.path("ts").asDouble() + slice.path("dur").asDouble());
  }

  @Test
  void whatIsRefusedBeforeItsRunNamesNoTrace() throws Exception {
    try (SimulatedServer server = server(AccessRules.OPEN.tracingForAll())) {
      for (String body : List.of(SMALL.replace("sim", "nobody"), "{")) {
        HttpResponse<String> refused = generate(server, body);
        assertThat(refused.statusCode()).isBetween(400, 404);
        assertThat(refused.headers().firstValue("x-easel-trace")).isEmpty();
      }
      HttpResponse<String> mistake = generate(server, SMALL.replace("64x64", "huge"));
      assertThat(mistake.statusCode()).isEqualTo(400);
      String id = mistake.headers().firstValue("x-easel-trace").orElseThrow();
      JsonNode trace = events(server, id);
      assertThat(trace.findValuesAsText("threw"))
          .contains("dev.easel.calculators.http.RequestException");
      assertThat(trace.toString()).doesNotContain("huge");
    }
  }

  private static HttpResponse<String> generate(SimulatedServer server, String body)
      throws Exception {
    return server.http.send(
        server
            .http
            .request("/v3/images/generations")
            .header("content-type", "application/json")
            .header("x-easel-trace", "1")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  @Test
  void tracesOfRequestsAtOnceAreKeptApart() throws Exception {
    try (SimulatedServer server = server(AccessRules.OPEN.tracingForAll())) {
      List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        answers.add(
            CompletableFuture.supplyAsync(
                () -> {
                  try {
                    return generate(server, "x-easel-trace", "1", "x-request-id", "same");
                  } catch (Exception e) {
                    throw new AssertionError(e);
                  }
                }));
      }
      Set<String> ids = new HashSet<>();
      for (CompletableFuture<HttpResponse<String>> each : answers) {
        ids.add(trace(each.join()));
      }
      assertThat(ids).hasSize(6);
      for (String id : ids) {
        JsonNode trace = events(server, id);
        assertThat(all(trace, "X").stream().map(e -> e.path("name").asText()).toList())
            .filteredOn("ImageResponseCalculator"::equals)
            .hasSize(1);
        assertThat(trace.path("otherData").path("request").asText()).isEqualTo("same");
      }
      JsonNode list = new ObjectMapper().readTree(server.http.get("/v1/traces").body());
      assertThat(list.path("data").findValuesAsText("id")).containsExactlyInAnyOrderElementsOf(ids);
    }
  }

  @Test
  void withoutKeysTheOperatorMustAllowIt() throws Exception {
    try (SimulatedServer server = server(AccessRules.OPEN)) {
      HttpResponse<String> answer = generate(server, "x-easel-trace", "1");
      assertThat(answer.statusCode()).isEqualTo(403);
      assertThat(answer.body()).contains("--trace_requests", "traces_off");
      assertThat(generate(server, "x-easel-trace", "0").headers().firstValue("x-easel-trace"))
          .isEmpty();
    }
  }

  @Test
  void withKeysTheScopeAdminMay() throws Exception {
    String config =
        """
        {"groups": [{"name": "all", "scopes": ["admin", "generate"]}, {"name": "some"}],
         "keys": [{"id": "a", "sha256": "%s", "group": "all"},
                  {"id": "b", "sha256": "%s", "group": "some"}]}
        """
            .formatted(KeyHash.of("admin").hex(), KeyHash.of("user").hex());
    Path file = Files.writeString(folder.resolve("access.json"), config);
    try (Access access =
            Access.file(file, Optional.empty(), InstantSource.system(), Duration.ZERO);
        SimulatedServer server = server(new AccessRules(access, Optional.empty(), false, false))) {
      String user = "Bearer user";
      HttpResponse<String> refused = generate(server, "x-easel-trace", "1", "authorization", user);
      assertThat(refused.statusCode()).isEqualTo(403);
      assertThat(refused.body()).contains("'admin'", "insufficient_scope");
      assertThat(generate(server, "authorization", user).statusCode()).isEqualTo(200);
      trace(generate(server, "x-easel-trace", "1", "authorization", "Bearer admin"));
      HttpRequest list = server.http.request("/v1/traces").header("authorization", user).build();
      assertThat(server.http.send(list).statusCode()).isEqualTo(403);
    }
  }
}
