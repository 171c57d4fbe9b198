package dev.easel.http.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.http.RawClient;
import dev.easel.http.SimulatedServer;
import dev.easel.http.server.ServerSettings;
import dev.easel.http.server.Timeouts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A thousand connections that nobody uses. */
@Timeout(120)
class IdleConnectionsTest {
  private static final int MANY = 1000;
  private static final String HEALTH = "GET /v2/health/live HTTP/1.1\r\nHost: x\r\n\r\n";
  private static final String CONNECTIONS = "easel_http_connections";
  private static final String BODY =
      "{\"model\": \"sim\", \"prompt\": \"a cat\", \"size\": \"64x64\", \"num_inference_steps\": 2}";

  @TempDir private Path folder;
  private final List<RawClient> idle = new ArrayList<>();

  @AfterEach
  void leave() {
    idle.forEach(RawClient::close);
  }

  private SimulatedServer server(UnaryOperator<ServerSettings> change) throws Exception {
    return SimulatedServer.open(
        folder, Map.of("sim", SimulatedServer.simulated("simulation { step_millis: 1 }")), change);
  }

  /** Every second one has been used before. */
  private void connectMany(SimulatedServer server) throws Exception {
    for (int i = 0; i < MANY; i++) {
      RawClient client = server.http.connect();
      idle.add(client);
      if (i % 2 == 0) {
        assertThat(client.send(HEALTH).readAnswer()).contains("200 OK");
      }
    }
  }

  private static void assertServes(SimulatedServer server) throws Exception {
    // On a connection of its own: one that was kept may be idle for too long itself.
    try (RawClient client = server.http.connect()) {
      client.send(RawClient.post("/v3/images/generations", "application/json", BODY));
      assertThat(client.readAnswer()).startsWith("HTTP/1.1 200 OK");
    }
    assertThat(server.http.get("/v2/health/ready").statusCode()).isEqualTo(200);
  }

  @Test
  void doNotHinderOthersAndStayUsable() throws Exception {
    try (SimulatedServer server = server(settings -> settings)) {
      connectMany(server);
      // The kernel has taken them all; the server may still be taking them from it.
      while (server.metric(CONNECTIONS) < MANY) {
        Thread.onSpinWait();
      }
      for (int i = 0; i < 20; i++) {
        assertServes(server);
      }
      for (RawClient client : idle) {
        assertThat(client.send(HEALTH).readAnswer()).contains("200 OK");
      }
    }
  }

  @Test
  void areClosedAfterAWhileAndForgotten() throws Exception {
    try (SimulatedServer server = server(IdleConnectionsTest::impatient)) {
      for (int i = 0; i < MANY; i++) {
        idle.add(server.http.connect());
      }
      for (RawClient client : idle) {
        assertThat(client.readAll()).isEmpty();
        assertServesNowAndThen(server, client);
      }
      // What asks for the metrics is one itself.
      server.await(CONNECTIONS, 1);
    }
  }

  private void assertServesNowAndThen(SimulatedServer server, RawClient client) throws Exception {
    if (idle.indexOf(client) % 100 == 0) {
      assertServes(server);
    }
  }

  @Test
  void thatLeaveAreForgotten() throws Exception {
    try (SimulatedServer server = server(settings -> settings)) {
      connectMany(server);
      for (int i = 0; i < MANY; i++) {
        if (i % 3 == 0) {
          idle.get(i).reset();
        } else {
          idle.get(i).leave();
        }
      }
      server.await(CONNECTIONS, 1);
      assertServes(server);
    }
  }

  private static ServerSettings impatient(ServerSettings settings) {
    Timeouts given = settings.timeouts();
    return settings.with(given.with(Duration.ofMillis(400), given.write(), given.run()));
  }
}
