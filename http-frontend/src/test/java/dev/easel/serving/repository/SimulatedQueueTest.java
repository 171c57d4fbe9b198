package dev.easel.serving.repository;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.easel.Opened;
import dev.easel.http.SimulatedServer;
import dev.easel.http.TestServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The line before a simulated model, over HTTP. */
@Timeout(60)
class SimulatedQueueTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String FAST = "step_millis: 1";

  /** Ends only when it is cancelled. */
  private static final String STALLS = "step_millis: 1 stall_at_step: 1";

  @TempDir private Path folder;
  @AutoClose private final Opened open = new Opened();

  private TestServer server(String queue, String simulation) throws Exception {
    SimulatedServer server =
        SimulatedServer.open(folder, queue + " simulation { " + simulation + " }");
    open.add(server);
    return server.http;
  }

  private static String body(String more) {
    return "{\"model\": \"sim\", \"prompt\": \"a cat\", \"size\": \"64x64\"%s}".formatted(more);
  }

  private static HttpResponse<String> ask(TestServer server, String more) throws Exception {
    return server.post("/v3/images/generations", body(more));
  }

  private static String code(HttpResponse<String> answer) throws Exception {
    return JSON.readTree(answer.body()).at("/error/code").asText();
  }

  /** A stream whose request runs, or waits, for as long as nobody closes it. */
  private Events follow(TestServer server, String more) throws Exception {
    Events events =
        new Events(
            server.stream(
                "/v3/images/generations", body(", \"stream\": true, \"progress\": true" + more)));
    open.add(events);
    return events;
  }

  private record Events(HttpResponse<InputStream> answer, BufferedReader lines)
      implements AutoCloseable {
    Events(HttpResponse<InputStream> answer) {
      this(
          answer, new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8)));
    }

    /** The next event's data. */
    JsonNode next() throws Exception {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("data: ")) {
          return JSON.readTree(line.substring("data: ".length()));
        }
      }
      throw new AssertionError("the stream has ended");
    }

    @Override
    public void close() throws IOException {
      lines.close();
    }
  }

  @Test
  void tellsWhoWaitsItsPlaceAndRefusesWhoCannotWait() throws Exception {
    TestServer server = server("max_waiting: 2 max_waiting_per_caller: 2", STALLS);
    Events runs = follow(server, "");
    Events first = follow(server, "");
    Events second = follow(server, "");
    assertThat(first.next().get("place").asInt()).isEqualTo(1);
    JsonNode place = second.next();
    assertThat(place.get("type").asText()).isEqualTo("image_generation.progress");
    assertThat(place.get("place").asInt()).isEqualTo(2);
    assertThat(place.get("step").asInt()).isZero();
    assertThat(place.get("seconds_left").asDouble()).isPositive();
    HttpResponse<String> refused = ask(server, "");
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(code(refused)).isEqualTo("line_full");
    assertThat(Long.parseLong(refused.headers().firstValue("retry-after").orElseThrow()))
        .isPositive();
    runs.close();
    assertThat(second.next().get("place").asInt()).isEqualTo(1);
  }

  @Test
  void refusesWhatCannotBeThereInTime() throws Exception {
    TestServer server = server("", "step_millis: 400");
    HttpResponse<String> refused = ask(server, ", \"timeout_seconds\": 0.2");
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(code(refused)).isEqualTo("deadline_unreachable");
    assertThat(refused.headers().firstValue("retry-after")).isPresent();
    String enough = ", \"timeout_seconds\": 30, \"num_inference_steps\": 1";
    assertThat(ask(server, enough).statusCode()).isEqualTo(200);
  }

  @Test
  void endsARunWhenTheTimeOfItsRequestIsOver() throws Exception {
    TestServer server = server("", STALLS);
    HttpResponse<String> late = ask(server, ", \"timeout_seconds\": 0.3");
    assertThat(late.statusCode()).isEqualTo(504);
    assertThat(late.body()).contains("0.3 s");
    // Its place is free: the next one gets as far.
    assertThat(ask(server, ", \"timeout_seconds\": 0.3").statusCode()).isEqualTo(504);
  }

  @Test
  void refusesWhatTheMemoryCannotHoldWithTheNumbers() throws Exception {
    TestServer server = server("max_run_memory_mib: 100", "step_millis: 1 memory_mib: 40");
    assertThat(ask(server, ", \"n\": 2, \"num_inference_steps\": 1").statusCode()).isEqualTo(200);
    HttpResponse<String> refused = ask(server, ", \"n\": 3");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(code(refused)).isEqualTo("memory_exceeded");
    assertThat(refused.body()).contains("120 MiB", "100 MiB");
  }

  @Test
  void refusesAMistakeAtOnceThoughTheLineIsFull() throws Exception {
    TestServer server = server("max_waiting: 0", STALLS);
    follow(server, "");
    assertThat(ask(server, ", \"n\": \"three\"").statusCode()).isEqualTo(400);
    assertThat(ask(server, "").statusCode()).isEqualTo(429);
  }

  @Test
  void servesAllWhoWaitOneAfterAnother() throws Exception {
    TestServer server = server("max_waiting_per_caller: 32", FAST);
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      answers.add(
          server.postAsync(
              "/v3/images/generations", body(", \"num_inference_steps\": 3, \"rng_seed\": " + i)));
    }
    for (CompletableFuture<HttpResponse<String>> answer : answers) {
      assertThat(answer.get().statusCode()).isEqualTo(200);
    }
    assertThat(server.get("/metrics").body())
        .contains("easel_wait_time_us_count{name=\"sim\"} 20")
        .contains("easel_waiting_requests{name=\"sim\"} 0.0");
  }

  @Test
  void aRunThatFailsGivesItsPlaceBack() throws Exception {
    TestServer server = server("max_waiting: 0", "step_millis: 1 fail_at_step: 2");
    for (int i = 0; i < 3; i++) {
      assertThat(ask(server, "").statusCode()).isEqualTo(500);
    }
    assertThat(ask(server, ", \"num_inference_steps\": 1").statusCode()).isEqualTo(200);
  }
}
