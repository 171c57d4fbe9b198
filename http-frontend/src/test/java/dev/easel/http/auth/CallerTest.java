package dev.easel.http.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.Opened;
import dev.easel.http.RawClient;
import dev.easel.http.SimulatedServer;
import java.net.InetAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who is whom to the line before a model, over sockets. */
@Timeout(60)
class CallerTest {
  private static final String HERE = "127.0.0.1";
  private static final String ELSEWHERE = "127.0.0.2";
  private static final String ANN = "Authorization: Bearer key-of-ann\r\n";
  private static final String BOB = "Authorization: Bearer key-of-bob\r\n";
  private static final String NO_KEY = "";

  @TempDir private Path folder;
  @AutoClose private final Opened open = new Opened();

  /** What runs there ends only when its client leaves. */
  private SimulatedServer server(int share) throws Exception {
    SimulatedServer server =
        SimulatedServer.open(
            folder,
            "max_waiting: 8 max_waiting_per_caller: %d simulation { step_millis: 1 stall_at_step: 1 }"
                .formatted(share));
    open.add(server);
    return server;
  }

  private RawClient ask(SimulatedServer server, String from, String header) throws Exception {
    RawClient client = new RawClient(server.http.address(), InetAddress.getByName(from));
    open.add(client);
    String request =
        RawClient.post(
            "/v3/images/generations",
            "application/json",
            "{\"model\": \"sim\", \"prompt\": \"a cat\", \"size\": \"64x64\", \"stream\": true, \"progress\": true}");
    return client.send(request.replaceFirst("\r\n", "\r\n" + header));
  }

  /** Asks for what is to run. */
  private void run(SimulatedServer server) throws Exception {
    assertThat(ask(server, HERE, NO_KEY).readTo("\r\n\r\n")).startsWith("HTTP/1.1 200 OK");
  }

  private static void assertPlace(RawClient waiting, int place) throws Exception {
    assertThat(waiting.readTo("\n\n")).contains("\"place\":" + place + ",");
  }

  private static void assertWaits(RawClient client) throws Exception {
    assertThat(client.readTo("\r\n\r\n")).startsWith("HTTP/1.1 200 OK");
    assertThat(client.readTo("\n\n")).contains("\"place\"");
  }

  private void assertShareIsFull(SimulatedServer server, String from, String header)
      throws Exception {
    assertThat(ask(server, from, header).readAnswer())
        .startsWith("HTTP/1.1 429 ")
        .contains("share_full")
        .doesNotContain("key-of");
  }

  @Test
  void aProxysClientsWithKeysOfTheirOwnHaveTheirOwnShares() throws Exception {
    SimulatedServer server = server(1);
    run(server);
    assertPlace(ask(server, HERE, ANN), 1);
    assertShareIsFull(server, HERE, ANN);
    assertWaits(ask(server, HERE, BOB));
    assertShareIsFull(server, HERE, BOB);
  }

  @Test
  void aProxysClientsWithKeysOfTheirOwnTakeTurns() throws Exception {
    SimulatedServer server = server(4);
    run(server);
    assertPlace(ask(server, HERE, ANN), 1);
    RawClient second = ask(server, HERE, ANN);
    assertPlace(second, 2);
    RawClient third = ask(server, HERE, ANN);
    assertPlace(third, 3);
    assertPlace(ask(server, HERE, BOB), 2);
    assertPlace(second, 3);
    assertPlace(third, 4);
  }

  @Test
  void oneKeyFromTwoAddressesIsTwoCallers() throws Exception {
    SimulatedServer server = server(1);
    run(server);
    assertWaits(ask(server, HERE, ANN));
    assertShareIsFull(server, HERE, ANN);
    assertWaits(ask(server, ELSEWHERE, ANN));
    assertShareIsFull(server, ELSEWHERE, ANN);
  }

  @Test
  void whatIsNoKeyLeavesTheAddress() throws Exception {
    SimulatedServer server = server(1);
    run(server);
    assertWaits(ask(server, HERE, NO_KEY));
    assertShareIsFull(server, HERE, NO_KEY);
    assertShareIsFull(server, HERE, "Authorization: Bearer \r\n");
    assertShareIsFull(server, HERE, "Authorization: Bearer\r\n");
    assertShareIsFull(server, HERE, "Authorization: Basic YW5uOmtleQ==\r\n");
    assertWaits(ask(server, ELSEWHERE, NO_KEY));
    // Every letter of a long key counts, and the scheme's case does not.
    String key = "k".repeat(30_000);
    assertWaits(ask(server, HERE, "Authorization: Bearer " + key + "1\r\n"));
    assertWaits(ask(server, HERE, "Authorization: Bearer " + key + "2\r\n"));
    assertShareIsFull(server, HERE, "authorization: bearer " + key + "2\r\n");
  }

  @Test
  void noMetricTellsAKey() throws Exception {
    SimulatedServer server = server(1);
    run(server);
    assertWaits(ask(server, HERE, ANN));
    assertThat(server.http.get("/metrics").body())
        .contains("easel_waiting_requests{name=\"sim\"} 1.0")
        .doesNotContain("key-of-ann")
        .doesNotContain(HERE);
  }
}
