package dev.easel.http.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.easel.http.RawClient;
import dev.easel.http.SimulatedServer;
import dev.easel.http.server.ServerSettings;
import dev.easel.http.server.Timeouts;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests whose bytes come one at a time. */
@Timeout(30)
class SlowSenderTest {
  private static final String MODEL = "simulation { step_millis: 1 }";
  private static final String GENERATION =
      "{\"model\": \"sim\", \"prompt\": \"a cat\", \"size\": \"64x64\", \"rng_seed\": 5,"
          + " \"num_inference_steps\": 2}";

  @TempDir private Path folder;

  private static String post(String path, String type, String body) {
    return RawClient.post(path, type, body);
  }

  private static String chunked(String body) {
    StringBuilder out = new StringBuilder();
    out.append("POST /v3/images/generations HTTP/1.1\r\nHost: x\r\n");
    out.append("Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
    body.chars().forEach(c -> out.append("1\r\n").append((char) c).append("\r\n"));
    return out.append("0\r\n\r\n").toString();
  }

  private static String form() throws Exception {
    BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(image, "png", png);
    StringBuilder out = new StringBuilder();
    for (String field : new String[] {"model=sim", "prompt=a cat", "rng_seed=5"}) {
      int at = field.indexOf('=');
      out.append("--b\r\nContent-Disposition: form-data; name=\"")
          .append(field, 0, at)
          .append("\"\r\n\r\n")
          .append(field.substring(at + 1))
          .append("\r\n");
    }
    out.append("--b\r\nContent-Disposition: form-data; name=\"image\"; filename=\"i.png\"\r\n");
    out.append("Content-Type: image/png\r\n\r\n");
    out.append(png.toString(StandardCharsets.ISO_8859_1)).append("\r\n--b--\r\n");
    return post("/v3/images/edits", "multipart/form-data; boundary=b", out.toString());
  }

  private static String picture(String answer) throws Exception {
    assertThat(answer).startsWith("HTTP/1.1 200 OK");
    return new ObjectMapper()
        .readTree(answer.substring(answer.indexOf("\r\n\r\n") + 4))
        .at("/data/0/b64_json")
        .asText();
  }

  private static void assertSameByteByByte(SimulatedServer server, String request)
      throws Exception {
    try (RawClient atOnce = server.http.connect();
        RawClient slow = server.http.connect()) {
      String expected = picture(atOnce.send(request).readAnswer());
      assertThat(expected).hasSizeGreaterThan(100);
      for (byte next : request.getBytes(StandardCharsets.ISO_8859_1)) {
        slow.send(new byte[] {next});
      }
      assertThat(picture(slow.readAnswer())).isEqualTo(expected);
    }
  }

  @Test
  void areAnsweredLikeThoseThatComeAtOnce() throws Exception {
    try (SimulatedServer server = SimulatedServer.open(folder, MODEL)) {
      assertSameByteByByte(server, post("/v3/images/generations", "application/json", GENERATION));
      assertSameByteByByte(server, chunked(GENERATION));
      assertSameByteByByte(server, form());
    }
  }

  /** The limits are on the whole head and the whole body, so bytes that keep coming do not help. */
  @ParameterizedTest
  @ValueSource(strings = {"head", "body"})
  void thatNeverEndAreRefusedWhileOthersAreServed(String part) throws Exception {
    String begun = part.equals("head") ? "GET /v2 HTTP/1.1\r\nHost: x\r\nX-Long: " : endless();
    List<RawClient> slow = new ArrayList<>();
    try (SimulatedServer server =
        SimulatedServer.open(
            folder, Map.of("sim", SimulatedServer.simulated(MODEL)), SlowSenderTest::impatient)) {
      for (int i = 0; i < 50; i++) {
        slow.add(server.http.connect().send(begun));
      }
      while (server.metric("easel_http_answers{status=\"408\"}") < slow.size()) {
        for (RawClient client : slow) {
          sendIfOpen(client);
        }
        assertThat(server.http.post("/v3/images/generations", GENERATION).statusCode())
            .isEqualTo(200);
      }
      for (RawClient client : slow) {
        assertThat(client.readSome()).startsWith("HTTP/1.1 408").contains("connection: close");
      }
      server.await("easel_http_connections", 1);
    } finally {
      slow.forEach(RawClient::close);
    }
  }

  private static String endless() {
    return post("/v3/images/generations", "application/json", "")
        .replace("Content-Length: 0", "Content-Length: 1000000");
  }

  private static void sendIfOpen(RawClient client) {
    try {
      client.send(" ");
    } catch (java.io.IOException e) {
      assertThat(e).hasMessageMatching("(?i).*(broken pipe|connection reset).*");
    }
  }

  private static ServerSettings impatient(ServerSettings settings) {
    Duration soon = Duration.ofMillis(1500);
    Timeouts t = settings.timeouts();
    return settings.with(
        new Timeouts(t.idle(), soon, t.bodyGap(), soon, t.write(), t.run(), t.eventGap()));
  }
}
