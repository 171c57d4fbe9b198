package dev.easel.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.Opened;
import dev.easel.http.RawClient;
import dev.easel.http.SimulatedServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server that is asked to end while requests run and wait. */
@Timeout(60)
class ShutdownTest {
  private static final String BODY =
      "{\"model\": \"sim\", \"prompt\": \"a cat\", \"size\": \"64x64\"%s}";
  private static final String FOLLOWED = ", \"stream\": true, \"progress\": true";

  @TempDir private Path folder;
  @AutoClose private final Opened open = new Opened();

  private RawClient ask(SimulatedServer server, String more) throws Exception {
    RawClient client = server.http.connect();
    open.add(client);
    return client.send(
        RawClient.post("/v3/images/generations", "application/json", BODY.formatted(more)));
  }

  private static String get(SimulatedServer server, String path) throws Exception {
    try (RawClient client = server.http.connect()) {
      return client.send("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n").readAll();
    }
  }

  /** What runs there ends only when its client disconnects. */
  private SimulatedServer server() throws Exception {
    SimulatedServer server =
        SimulatedServer.open(folder, "simulation { step_millis: 1 stall_at_step: 1 }");
    open.add(server);
    return server;
  }

  @Test
  void refusesWhatWaitsAndWhatComesAndLetsWhatRunsFinish() throws Exception {
    SimulatedServer server = server();
    RawClient running = ask(server, FOLLOWED);
    assertThat(running.readTo("\r\n\r\n")).startsWith("HTTP/1.1 200 OK");
    RawClient waiting = ask(server, "");
    RawClient follower = ask(server, FOLLOWED);
    assertThat(follower.readTo("\n\n")).contains("\"place\"");
    server.await("easel_waiting_requests{name=\"sim\"}", 2);
    RawClient idle = server.http.connect();
    open.add(idle);
    CompletableFuture<Void> ended =
        CompletableFuture.runAsync(() -> server.http.server.close(Duration.ofSeconds(40)));

    assertThat(waiting.readAll())
        .startsWith("HTTP/1.1 503 ")
        .contains("retry-after: ")
        .contains("shutting down");
    assertThat(follower.readAll()).contains("event: error").contains("shutting down");
    assertThat(ask(server, "").readAll())
        .startsWith("HTTP/1.1 503 ")
        .contains("retry-after: ")
        .contains("shutting down");
    assertThat(get(server, "/v2/health/ready"))
        .startsWith("HTTP/1.1 503 ")
        .contains("shutting down");
    assertThat(get(server, "/v2/health/live"))
        .startsWith("HTTP/1.1 200 ")
        .contains("connection: close");
    assertThat(ended).isNotDone();

    running.leave();
    ended.get();
    assertThat(idle.readAll()).isEmpty();
  }

  @Test
  void endsWhatRunsTooLong() throws Exception {
    SimulatedServer server = server();
    RawClient running = ask(server, "");
    server.await("ovms_current_graphs{name=\"sim\"}", 1);
    server.http.server.close(Duration.ofMillis(100));
    assertThat(running.readAll()).startsWith("HTTP/1.1 503 ").contains("shutting down");
  }
}
