package dev.easel.http.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.cli.Program;
import dev.easel.cli.SetClock;
import dev.easel.http.RawClient;
import dev.easel.http.SimulatedServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server on a machine whose clock is set while it works, as Debian's faketime plays it. */
@Timeout(240)
class ClockJumpTest {
  private static final String MODEL = "simulation { step_millis: 1 stall_at_step: 3 }";
  private static final String HEALTH = "GET /v2/health/live HTTP/1.1\r\nHost: x\r\n\r\n";

  @TempDir private Path folder;

  private static RawClient send(InetSocketAddress address, int steps, String more)
      throws IOException {
    String body =
        "{\"model\": \"sim\", \"prompt\": \"a cat\", \"size\": \"64x64\", \"num_inference_steps\": %d%s}"
            .formatted(steps, more);
    return new RawClient(address)
        .send(RawClient.post("/v3/images/generations", "application/json", body));
  }

  private static String date(RawClient client) throws IOException {
    String answer = client.send(HEALTH).readAnswer();
    assertThat(answer).startsWith("HTTP/1.1 200 OK");
    int at = answer.indexOf("date: ");
    return answer.substring(at, answer.indexOf("\r\n", at));
  }

  /** The path of a picture that is kept. */
  private static String picture(InetSocketAddress address) throws IOException {
    try (RawClient client = send(address, 2, ", \"response_format\": \"url\"")) {
      String answer = client.readAnswer();
      int at = answer.indexOf("/v3/images/content/");
      assertThat(at).as(answer).isPositive();
      return answer.substring(at, answer.indexOf('"', at));
    }
  }

  @Test
  void changesDatesAndNothingElse() throws Exception {
    SetClock clock = SetClock.in(folder);
    Path config = SimulatedServer.write(folder, Map.of("sim", SimulatedServer.simulated(MODEL)));
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), Program.freePort());
    try (Program program =
        Program.server(
            folder,
            clock.environment(),
            address.getPort(),
            "--config_path",
            config.toString(),
            "--image_store",
            folder.resolve("pictures").toString())) {
      program.await(out -> out.contains("> out.png"));
      String before = picture(address);
      try (RawClient idle = new RawClient(address);
          RawClient runs =
              send(address, 8, ", \"stream\": true, \"progress\": true, \"timeout_seconds\": 600");
          RawClient waits = send(address, 2, ", \"timeout_seconds\": 600")) {
        String today = date(idle);
        runs.readTo("event: image_generation.progress");
        // Every limit would be over, if it went by this clock.
        clock.jump("+400d");
        assertThat(date(idle)).isNotEqualTo(today).doesNotContain(today.substring(0, 16));
        clock.jump("-400d");
        assertThat(date(idle)).doesNotContain(today.substring(0, 16));
        // A time limit that began before the jump back still ends in time, or, when its turn comes
        // before, is found too short.
        try (RawClient late = send(address, 8, ", \"timeout_seconds\": 1")) {
          clock.jump("-800d");
          assertThat(late.readAnswer()).containsAnyOf("HTTP/1.1 504", "deadline_unreachable");
        }
        clock.jump("+800d");
        assertThat(date(idle)).startsWith("date: ");
        runs.leave();
        assertThat(waits.readAnswer()).startsWith("HTTP/1.1 200 OK");
        for (String jump : List.of("+400d", "-400d", "+0d")) {
          clock.jump(jump);
          String after = picture(address);
          for (String path : List.of(before, after)) {
            String get = "GET %s HTTP/1.1\r\nHost: x\r\n\r\n".formatted(path);
            assertThat(idle.send(get).readAnswer()).as(jump).startsWith("HTTP/1.1 200 OK");
          }
        }
      }
    }
  }
}
