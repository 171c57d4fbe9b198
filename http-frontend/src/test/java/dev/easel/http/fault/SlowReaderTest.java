package dev.easel.http.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.Opened;
import dev.easel.http.RawClient;
import dev.easel.http.SimulatedServer;
import dev.easel.http.server.ServerSettings;
import dev.easel.http.server.Timeouts;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that do not read what they asked for. */
@Timeout(60)
class SlowReaderTest {
  private static final String QUICK = "simulation { step_millis: 1 }";

  /** Slow enough for an image to be on its way before the next step. */
  private static final String STEADY = "simulation { step_millis: 400 }";

  /** Its first steps show images, and its fourth ends only when the run is cancelled. */
  private static final String STALLING = "simulation { step_millis: 1 stall_at_step: 4 }";

  private static final int KERNEL_BUFFER = 8 << 10;

  @TempDir private Path folder;
  @AutoClose private final Opened open = new Opened();

  private SimulatedServer server(String model, UnaryOperator<ServerSettings> change)
      throws Exception {
    SimulatedServer server =
        SimulatedServer.open(folder, Map.of("sim", SimulatedServer.simulated(model)), change);
    open.add(server);
    return server;
  }

  /** Unfinished images are noise, which no encoder makes small: megabytes each. */
  private static String stream(int steps) {
    return ask("1024x1024", steps, ", \"stream\": true, \"partial_images\": 3");
  }

  private static String ask(String size, int steps, String more) {
    String body =
        "{\"model\": \"sim\", \"prompt\": \"a cat\", \"size\": \"%s\", \"rng_seed\": 3, \"num_inference_steps\": %d%s}"
            .formatted(size, steps, more);
    return RawClient.post("/v3/images/generations", "application/json", body);
  }

  private RawClient send(SimulatedServer server, String request) throws Exception {
    RawClient client = new RawClient(server.http.address(), KERNEL_BUFFER);
    open.add(client);
    return client.send(request);
  }

  private void assertServes(SimulatedServer server) throws Exception {
    try (RawClient other = server.http.connect()) {
      assertThat(other.send(ask("64x64", 2, "")).readAnswer()).startsWith("HTTP/1.1 200 OK");
    }
  }

  @Test
  void ofAStreamDoNotHoldTheModelUp() throws Exception {
    SimulatedServer server = server(STEADY, settings -> settings);
    RawClient slow = send(server, stream(4));
    assertServes(server);
    assertServes(server);
    assertThat(slow.readTo("event: image_generation.completed")).startsWith("HTTP/1.1 200 OK");
  }

  @Test
  void ofAStreamThatFailsDoNotHoldTheModelUp() throws Exception {
    SimulatedServer server =
        server("simulation { step_millis: 400 fail_at_step: 3 }", settings -> settings);
    RawClient slow = send(server, stream(4));
    assertServes(server);
    assertServes(server);
    assertThat(slow.readTo("event: error")).endsWith("event: error");
  }

  @Test
  void ofAStreamCountAsGoneAfterAWhile() throws Exception {
    SimulatedServer server = server(STALLING, SlowReaderTest::impatient);
    send(server, stream(8)).readTo("\r\n\r\n");
    server.awaitRest("sim");
    assertThat(server.cancelled("sim", "reader_stalled")).isEqualTo(1);
    assertServes(server);
  }

  @Test
  void thatGoOnReadingAreNotCutOff() throws Exception {
    SimulatedServer server = server(QUICK, SlowReaderTest::impatient);
    RawClient slow = send(server, stream(4));
    int taken = 0;
    String tail = "";
    while (!tail.contains("event: image_generation.completed")) {
      String some = slow.readSome(64 << 10);
      assertThat(some).isNotEmpty();
      // Others are served while it takes its time.
      if ((taken >> 20) != ((taken + some.length()) >> 20)) {
        assertServes(server);
      }
      taken += some.length();
      tail = tail.substring(Math.max(0, tail.length() - 64)) + some;
    }
    assertThat(taken).isGreaterThan(8 << 20);
    assertThat(server.cancelled("sim", "reader_stalled")).isZero();
  }

  @Test
  void ofWholeAnswersDoNotFillTheNetworksMemory() throws Exception {
    SimulatedServer server = server(QUICK + " max_waiting: 64 max_waiting_per_caller: 64", s -> s);
    int many = 24;
    long before = networkBytes();
    List<RawClient> slow = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      slow.add(send(server, ask("1024x1024", 2, ", \"n\": 4, \"output_format\": \"png\"")));
    }
    for (RawClient client : slow) {
      assertThat(client.readTo("\r\n\r\n")).startsWith("HTTP/1.1 200 OK");
    }
    assertThat(networkBytes() - before).isLessThan(many * (1L << 20));
    assertServes(server);
  }

  private static long networkBytes() {
    return PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory()
        + UnpooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
  }

  @Test
  void ofWholeAnswersAreClosedAfterAWhile() throws Exception {
    SimulatedServer server = server(QUICK, SlowReaderTest::impatient);
    for (int i = 0; i < 4; i++) {
      send(server, stream(4));
    }
    server.await("easel_http_connections", 1);
    assertServes(server);
  }

  private static ServerSettings impatient(ServerSettings settings) {
    Timeouts given = settings.timeouts();
    return settings.with(given.with(given.idle(), Duration.ofSeconds(2), given.run()));
  }
}
