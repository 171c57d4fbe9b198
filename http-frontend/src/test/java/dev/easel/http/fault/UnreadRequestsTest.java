package dev.easel.http.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.http.RawClient;
import dev.easel.http.SimulatedServer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that send on and on behind a request that is not answered yet. */
@Timeout(30)
class UnreadRequestsTest {
  private static final String BODY =
      "{\"model\": \"sim\", \"prompt\": \"a cat\", \"num_inference_steps\": 1}";

  @TempDir private Path folder;

  @Test
  void areCutOffBeforeTheyFillTheMemory() throws Exception {
    try (SimulatedServer server =
            SimulatedServer.open(folder, "simulation { step_millis: 1 stall_at_step: 1 }");
        RawClient client = server.http.connect()) {
      client.send(RawClient.post("/v3/images/generations", "application/json", BODY));
      client.send("POST /v2 HTTP/1.1\r\nHost: x\r\nContent-Length: 999999999\r\n\r\n");
      // The kernel holds a few megabytes; the rest must not find its way into the server.
      assertThat(sendUntilCutOff(client, 64)).isLessThan(32);
      server.awaitRest("sim");
      assertThat(server.cancelled("sim", "client_left")).isEqualTo(1);
    }
  }

  /** How many megabytes could be sent. */
  private static int sendUntilCutOff(RawClient client, int most) {
    byte[] megabyte = new byte[1 << 20];
    for (int sent = 0; sent < most; sent++) {
      try {
        client.send(megabyte);
      } catch (IOException e) {
        return sent;
      }
    }
    return most;
  }
}
