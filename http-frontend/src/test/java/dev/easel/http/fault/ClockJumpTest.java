package dev.easel.http.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.cli.Program;
import dev.easel.http.RawClient;
import dev.easel.http.SimulatedServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server on a machine whose clock is set while it works, as Debian's faketime plays it. */
@Timeout(120)
class ClockJumpTest {
  private static final String MODEL = "simulation { step_millis: 1 stall_at_step: 3 }";
  private static final String HEALTH = "GET /v2/health/live HTTP/1.1\r\nHost: x\r\n\r\n";

  @TempDir private Path folder;

  private static Path library() throws IOException {
    try (Stream<Path> places = Files.list(Path.of("/usr/lib"))) {
      List<Path> found =
          places
              .map(place -> place.resolve("faketime/libfaketimeMT.so.1"))
              .filter(Files::exists)
              .toList();
      Assumptions.assumeTrue(!found.isEmpty(), "faketime is missing: sudo apt install faketime");
      return found.get(0);
    }
  }

  /** Sets the server's clock so far from the true time; the file changes as a whole. */
  private void jump(String offset) throws IOException {
    Path next = Files.writeString(folder.resolve("next"), offset + "\n");
    Files.move(
        next,
        folder.resolve("clock"),
        StandardCopyOption.REPLACE_EXISTING,
        StandardCopyOption.ATOMIC_MOVE);
  }

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

  @Test
  void changesDatesAndNothingElse() throws Exception {
    Path library = library();
    Path config = SimulatedServer.write(folder, Map.of("sim", SimulatedServer.simulated(MODEL)));
    jump("+0d");
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), Program.freePort());
    Map<String, String> environment =
        Map.of(
            "LD_PRELOAD",
            library.toString(),
            "FAKETIME_TIMESTAMP_FILE",
            folder.resolve("clock").toString(),
            "FAKETIME_NO_CACHE",
            "1",
            "FAKETIME_DONT_FAKE_MONOTONIC",
            "1");
    try (Program program =
        Program.easel(
            folder,
            environment,
            "serve",
            "--config_path",
            config.toString(),
            "--rest_port",
            String.valueOf(address.getPort()),
            "--rest_bind_address",
            "127.0.0.1")) {
      program.await(out -> out.contains("> out.png"));
      try (RawClient idle = new RawClient(address);
          RawClient runs =
              send(address, 8, ", \"stream\": true, \"progress\": true, \"timeout_seconds\": 600");
          RawClient waits = send(address, 2, ", \"timeout_seconds\": 600")) {
        String today = date(idle);
        runs.readTo("event: image_generation.progress");
        // Every limit would be over, if it went by this clock.
        jump("+400d");
        assertThat(date(idle)).isNotEqualTo(today).doesNotContain(today.substring(0, 16));
        jump("-400d");
        assertThat(date(idle)).doesNotContain(today.substring(0, 16));
        // A time limit that began before the jump back still ends in time.
        try (RawClient late = send(address, 8, ", \"timeout_seconds\": 1")) {
          jump("-800d");
          assertThat(late.readAnswer()).startsWith("HTTP/1.1 504");
        }
        jump("+800d");
        assertThat(date(idle)).startsWith("date: ");
        runs.leave();
        assertThat(waits.readAnswer()).startsWith("HTTP/1.1 200 OK");
      }
    }
  }
}
