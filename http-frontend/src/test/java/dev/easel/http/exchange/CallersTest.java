package dev.easel.http.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.easel.Opened;
import dev.easel.http.RawClient;
import dev.easel.http.SimulatedServer;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is whom to the line before a model. */
@Timeout(60)
class CallersTest {
  private static final String HERE = "127.0.0.1";
  private static final String ELSEWHERE = "127.0.0.2";
  private static final String ANN = "Authorization: Bearer key-of-ann\r\n";
  private static final String BOB = "Authorization: Bearer key-of-bob\r\n";
  private static final String NOTHING = "";

  @TempDir private Path folder;
  @AutoClose private final Opened open = new Opened();

  /** What runs there ends only when its client disconnects. */
  private SimulatedServer server(Callers callers) throws Exception {
    String options =
        SimulatedServer.simulated(
            "max_waiting: 8 max_waiting_per_caller: 1 simulation { step_millis: 1 stall_at_step: 1 }");
    SimulatedServer server =
        SimulatedServer.open(folder, Map.of("sim", options), settings -> settings.with(callers));
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

  /** Asks for what is to run, and for something else that waits. */
  private void fill(SimulatedServer server) throws Exception {
    assertThat(ask(server, "127.0.0.9", NOTHING).readTo("\r\n\r\n")).startsWith("HTTP/1.1 200 OK");
    assertWaits(ask(server, "127.0.0.8", NOTHING));
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
        .contains("1 requests of yours")
        .doesNotContain("key-of");
  }

  private static String forwarded(String by) {
    return "X-Forwarded-For: " + by + "\r\n";
  }

  @Test
  void anAddressIsOneCallerWhateverItsKeys() throws Exception {
    SimulatedServer server = server(Callers.BY_ADDRESS);
    fill(server);
    assertWaits(ask(server, HERE, ANN));
    assertShareIsFull(server, HERE, BOB);
    assertShareIsFull(server, HERE, NOTHING);
    assertWaits(ask(server, ELSEWHERE, ANN));
    assertShareIsFull(server, ELSEWHERE, ANN);
  }

  @Test
  void aTrustedProxyNamesItsCallers() throws Exception {
    SimulatedServer server = server(Callers.behind(List.of(HERE + "/32")));
    fill(server);
    assertWaits(ask(server, HERE, forwarded("10.1.1.1")));
    assertWaits(ask(server, HERE, forwarded("10.1.1.2")));
    assertShareIsFull(server, HERE, forwarded("10.1.1.1"));
  }

  @Test
  void anybodyElseDoesNot() throws Exception {
    SimulatedServer server = server(Callers.behind(List.of("10.0.0.0/8")));
    fill(server);
    assertWaits(ask(server, HERE, forwarded("10.1.1.1")));
    assertShareIsFull(server, HERE, forwarded("10.1.1.2"));
  }

  @Test
  void noMetricTellsAKeyOrAnAddress() throws Exception {
    SimulatedServer server = server(Callers.BY_ADDRESS);
    fill(server);
    assertWaits(ask(server, HERE, ANN));
    assertThat(server.http.get("/metrics").body())
        .contains("easel_waiting_requests{name=\"sim\"} 2.0")
        .doesNotContain("key-of-ann")
        .doesNotContain(HERE);
  }

  /** Behind proxies of 10.0.0.0/8 and fd00::/8. */
  @ParameterizedTest
  @CsvSource({
    "10.0.0.1, 192.0.2.1, 192.0.2.1",
    "10.0.0.1, '198.51.100.7, 192.0.2.1', 192.0.2.1",
    "10.0.0.1, '192.0.2.1, 10.0.0.2,10.0.0.3', 192.0.2.1",
    "10.0.0.1, '10.0.0.2, 10.0.0.3', 10.0.0.2",
    "10.0.0.1, 192.0.2.1:4711, 192.0.2.1",
    "fd00::1, '[2001:db8:1:2:3::4]:80', '2001:db8:1:2::/64'",
    "fd00::1, 2001:db8:1:2:3::4, '2001:db8:1:2::/64'",
    "10.0.0.1, unknown, 10.0.0.1",
    "10.0.0.1, example.org, 10.0.0.1",
    "10.0.0.1, '', 10.0.0.1",
    "192.0.2.9, 192.0.2.1, 192.0.2.9",
    "2001:db8:1:2:3::4, '', '2001:db8:1:2::/64'",
    "::ffff:192.0.2.9, '', 192.0.2.9",
  })
  void areTheLastThatAreNoProxies(String remote, String forwardedFor, String caller)
      throws Exception {
    Callers callers = Callers.behind(List.of("10.0.0.0/8", "fd00::/8"));
    InetAddress address =
        InetAddress.getByAddress(NetUtil.createByteArrayFromIpAddressString(remote));
    assertThat(callers.of(new InetSocketAddress(address, 1), Optional.of(forwardedFor)))
        .isEqualTo(caller);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "localhost", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "::/129"})
  void proxiesAreAddressesOrNetworks(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Callers.behind(List.of(text)))
        .withMessageContaining("'" + text + "'");
  }
}
