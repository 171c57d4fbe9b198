package dev.easel.http.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.http.GivenServable;
import dev.easel.http.GivenServables;
import dev.easel.http.RawClient;
import dev.easel.http.TestServer;
import dev.easel.http.server.ServerSettings;
import dev.easel.http.server.Transport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients that go without a word, as when a cable is pulled: only the kernel can notice. */
@Timeout(30)
class VanishedClientTest {
  /** A server that listens for both protocols has its IPv4 clients in the second one. */
  private static final List<Path> SOCKETS =
      List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));

  /** What the kernel calls its timer that asks a silent peer whether it is still there. */
  private static final String KEEPALIVE = "02";

  @ParameterizedTest
  @EnumSource(Transport.class)
  void areAskedWhetherTheyAreStillThere(Transport transport) throws Exception {
    Assumptions.assumeTrue(
        SOCKETS.stream().allMatch(Files::exists), "only Linux tells of a socket's timers");
    try (TestServer server =
            TestServer.of(
                settings -> over(settings, transport),
                GivenServables.of(GivenServable.echo("echo")));
        RawClient client = server.connect()) {
      client.send("GET /v2/health/live HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(client.readAnswer()).contains("200 OK");
      String timer = timer(server.address().getPort(), client.port()).orElseThrow();
      assertThat(timer).startsWith(KEEPALIVE + ":");
      // In hundredths of a second; Linux's own default is two hours.
      assertThat(Long.parseLong(timer.substring(3), 16)).isBetween(1L, 30 * 100L);
    }
  }

  /** The server's end of a connection: which timer runs, and for how long. */
  private static Optional<String> timer(int local, int remote) throws Exception {
    List<String> sockets = new ArrayList<>();
    for (Path list : SOCKETS) {
      sockets.addAll(Files.readAllLines(list));
    }
    return sockets.stream()
        .map(line -> line.strip().split("\\s+"))
        .filter(fields -> fields[1].endsWith(":%04X".formatted(local)))
        .filter(fields -> fields[2].endsWith(":%04X".formatted(remote)))
        .map(fields -> fields[5])
        .findFirst();
  }

  private static ServerSettings over(ServerSettings s, Transport transport) {
    return s.with(transport);
  }
}
