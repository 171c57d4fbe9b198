package dev.easel.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.cli.Program;
import dev.easel.http.RawClient;
import dev.easel.http.SimulatedServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server with little memory, and clients that send more than it has. */
@Timeout(500)
class SmallHeapTest {

  private static final Map<String, String> SMALL =
      Map.of("JAVA_TOOL_OPTIONS", "-Xmx256m -XX:+ExitOnOutOfMemoryError");

  private static final String HEALTH = "GET /v2/health/ready HTTP/1.1\r\nHost: x\r\n\r\n";
  private static final String END = "\r\n--b--\r\n";

  /** A form up to the content of its picture. */
  private static final String PARTS =
      """
      --b
      Content-Disposition: form-data; name="model"

      sim
      --b
      Content-Disposition: form-data; name="prompt"

      a
      --b
      Content-Disposition: form-data; name="image"; filename="a"

      """;

  @TempDir private Path folder;

  @Test
  void largeUploadsAreRefusedBeyondAQuarterOfItAndLaterOnesAreRead() throws Exception {
    refusesAndRecovers(30, 20 << 20);
  }

  @Test
  void halfReadBodiesAreRefusedAndLaterOnesAreRead() throws Exception {
    refusesAndRecovers(300, 1 << 20);
  }

  @Test
  @Tag("stress")
  void halfReadBodiesOfThousandsAreRefusedAndLaterOnesAreRead() throws Exception {
    refusesAndRecovers(4000, 60_000);
  }

  /** Each client sends all of its form but the end. */
  private void refusesAndRecovers(int clients, int size) throws Exception {
    int port = Program.freePort();
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    byte[] form = form(size);
    try (Program program = serve(port)) {
      program.await(out -> out.contains("Easel is ready"));
      List<RawClient> all = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        all.add(new RawClient(address));
        send(all.get(i), form);
      }
      assertThat(answer(address, HEALTH.getBytes(StandardCharsets.US_ASCII)))
          .startsWith("HTTP/1.1 200");
      int refused = 0;
      int read = 0;
      for (RawClient client : all) {
        send(client, END.getBytes(StandardCharsets.US_ASCII));
        String answer = readAnswer(client);
        refused += answer.startsWith("HTTP/1.1 503") ? 1 : 0;
        read += answer.startsWith("HTTP/1.1 400") ? 1 : 0;
        client.close();
      }
      assertThat(refused).isGreaterThan(clients / 4);
      assertThat(read).isPositive();
      for (int i = 0; i < 10; i++) { // all that was taken has been given back
        try (RawClient client = new RawClient(address)) {
          client.send(form).send(END);
          assertThat(client.readAnswer()).startsWith("HTTP/1.1 400").contains("picture");
        }
      }
      assertThat(program.end()).isZero();
    }
  }

  private Program serve(int port) throws IOException {
    Path graph = Files.createDirectories(folder.resolve("sim")).resolve("graph.pbtxt");
    Files.writeString(
        graph, SimulatedServer.graph(SimulatedServer.simulated("simulation { step_millis: 1 }")));
    Path config = folder.resolve("config.json");
    Files.writeString(config, "{\"mediapipe_config_list\": [{\"name\": \"sim\"}]}");
    return Program.server(folder, SMALL, port, "--config_path", config.toString());
  }

  /** A request to change a picture that is none. */
  private static byte[] form(int size) {
    byte[] parts = PARTS.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII);
    String head =
        "POST /v3/images/edits HTTP/1.1\r\nHost: x\r\n"
            + "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: %d\r\n\r\n"
                .formatted(parts.length + size + END.length());
    byte[] start = head.getBytes(StandardCharsets.US_ASCII);
    byte[] all = new byte[start.length + parts.length + size];
    System.arraycopy(start, 0, all, 0, start.length);
    System.arraycopy(parts, 0, all, start.length, parts.length);
    return all;
  }

  private static String answer(InetSocketAddress address, byte[] request) throws IOException {
    try (RawClient client = new RawClient(address)) {
      return client.send(request).readAnswer();
    }
  }

  /** Who is refused need not be able to send on. */
  private static void send(RawClient client, byte[] bytes) {
    try {
      client.send(bytes);
    } catch (IOException e) {
      assertThat(e).message().containsAnyOf("roken pipe", "reset");
    }
  }

  /** Nor to read, once it has sent on. */
  private static String readAnswer(RawClient client) {
    try {
      return client.readAnswer();
    } catch (IOException e) {
      assertThat(e).message().containsAnyOf("roken pipe", "reset");
      return "";
    }
  }
}
