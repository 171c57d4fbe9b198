package dev.easel.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.access.KeyHash;
import dev.easel.access.usage.Usage;
import dev.easel.access.usage.UsageBook;
import dev.easel.access.usage.UsageLine;
import dev.easel.cli.Program;
import dev.easel.http.SimulatedServer;
import dev.easel.store.Until;
import dev.easel.store.sqlite.SqliteStore;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What keys have used survives a server that is killed, as {@code kill -9} does it. */
@Timeout(240)
class KilledUsageTest {
  private static final long STEPS = 100;

  @TempDir private Path folder;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private String base = "";

  private Program start() throws Exception {
    Path config =
        SimulatedServer.write(
            folder, Map.of("sim", SimulatedServer.simulated("simulation { step_millis: 500 }")));
    Path access =
        Files.writeString(
            folder.resolve("access.json"),
            """
            {"groups": [{"name": "g", "pixel_steps_per_day": %d}],
             "keys": [{"id": "k", "sha256": "%s", "group": "g"}]}
            """
                .formatted(64 * 64 * STEPS, KeyHash.of("key").hex()));
    int port = Program.freePort();
    base = "http://127.0.0.1:" + port;
    Program program =
        Program.server(
            folder,
            Map.of(),
            port,
            "--config_path",
            config.toString(),
            "--access_config",
            access.toString());
    program.await(out -> out.contains("Easel is ready"));
    return program;
  }

  private CompletableFuture<HttpResponse<String>> generate() {
    String body =
        ("{\"model\": \"sim\", \"prompt\": \"a red circle\", \"size\": \"64x64\","
                + " \"num_inference_steps\": %d}")
            .formatted(STEPS);
    return client.sendAsync(
        HttpRequest.newBuilder(URI.create(base + "/v1/images/generations"))
            .header("content-type", "application/json")
            .header("authorization", "Bearer key")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void keepsWhatARequestTakesWhileItStillRuns() throws Exception {
    LocalDate today = LocalDate.ofInstant(InstantSource.system().instant(), ZoneOffset.UTC);
    UsageLine expected = new UsageLine(today, "g", "k", new Usage(1, 64 * 64, 64 * 64 * STEPS));
    Path usage = folder.resolve("access.json.usage");
    try (Program program = start()) {
      CompletableFuture<HttpResponse<String>> running = generate();
      Until.holds(
          "that it is written down",
          () ->
              running.isDone()
                  || UsageBook.lines(SqliteStore.counters(usage), today, today.plusDays(1))
                      .contains(expected));
      assertThat(running).as("50 seconds of work").isNotDone();
      program.kill();
    }
    try (Program program = start()) {
      HttpResponse<String> refused = generate().get();
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.body()).contains("pixel_steps_per_day");
      assertThat(program.end()).isZero();
    }
  }
}
