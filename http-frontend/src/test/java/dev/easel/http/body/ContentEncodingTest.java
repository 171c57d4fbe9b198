package dev.easel.http.body;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.http.GivenServable;
import dev.easel.http.GivenServables;
import dev.easel.http.TestServer;
import dev.easel.http.form.FormLimits;
import dev.easel.http.server.ServerSettings;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class ContentEncodingTest {

  private static final String JSON = "{\"model\": \"echo\", \"prompt\": \"grün\"}";
  private static final int MOST = 100_000;

  private static TestServer server;

  @BeforeAll
  static void start() {
    server =
        TestServer.of(ContentEncodingTest::small, GivenServables.of(GivenServable.echo("echo")));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static ServerSettings small(ServerSettings s) {
    return s.with(new BodyLimits(MOST, 4 * MOST, FormLimits.DEFAULT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "x-gzip", "GZIP", "identity, gzip", "gzip,"})
  void readsGzip(String coding) throws Exception {
    assertThat(sent(coding, gzip(JSON)).body()).endsWith("model=echo body=" + JSON);
  }

  @Test
  void readsDeflateWithAndWithoutItsFrame() throws Exception {
    assertThat(sent("deflate", deflate(JSON, false)).body()).endsWith("body=" + JSON);
    assertThat(sent("deflate", deflate(JSON, true)).body()).endsWith("body=" + JSON);
    assertThat(sent("identity", JSON.getBytes(StandardCharsets.UTF_8)).statusCode()).isEqualTo(200);
  }

  @Test
  void readsAPackedForm() throws Exception {
    String part = "--X\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n";
    String form = part.formatted("model", "echo") + part.formatted("prompt", "a cat") + "--X--\r\n";
    HttpRequest request =
        server
            .request("/v3/images/edits")
            .header("content-type", "multipart/form-data; boundary=X")
            .header("content-encoding", "gzip")
            .POST(BodyPublishers.ofByteArray(gzip(form)))
            .build();
    assertThat(server.send(request).body()).contains("model=echo").endsWith("prompt=a cat");
  }

  @ParameterizedTest
  @ValueSource(strings = {"br", "zstd", "compress", "gzip, gzip", "aes128gcm"})
  void namesWhatItCannotRead(String coding) throws Exception {
    HttpResponse<String> answer = sent(coding, gzip(JSON));
    assertThat(answer.statusCode()).isEqualTo(415);
    assertThat(answer.headers().firstValue("accept-encoding")).contains("gzip, deflate");
    assertThat(answer.body()).contains("Content-Encoding '" + coding + "'");
  }

  @Test
  void refusesWhatIsNotPackedAsItSays() throws Exception {
    byte[] whole = gzip(JSON);
    byte[] changed = whole.clone();
    changed[changed.length - 6] ^= 1;
    for (byte[] wrong :
        new byte[][] {
          JSON.getBytes(StandardCharsets.UTF_8),
          Arrays.copyOf(whole, whole.length - 9),
          changed,
          new byte[0]
        }) {
      HttpResponse<String> answer = sent("gzip", wrong);
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.body()).contains("invalid_encoding");
    }
  }

  @Test
  void unpacksNoMoreThanABodyMayHave() throws Exception {
    HttpResponse<String> answer = sent("gzip", gzip("[" + " ".repeat(MOST) + "]"));
    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(answer.body()).contains("limit of " + MOST + " bytes").contains("max_body_size");
    // What was taken for it is given back.
    for (int i = 0; i < 20; i++) {
      assertThat(sent("gzip", gzip(JSON + " ".repeat(MOST / 2))).statusCode()).isEqualTo(200);
    }
  }

  private static HttpResponse<String> sent(String coding, byte[] body) throws Exception {
    return server.send(
        server
            .request("/v3/images/generations")
            .header("content-type", "application/json")
            .header("content-encoding", coding)
            .POST(BodyPublishers.ofByteArray(body))
            .build());
  }

  private static byte[] gzip(String text) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private static byte[] deflate(String text, boolean isBare) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, isBare);
    try (OutputStream out = new DeflaterOutputStream(bytes, deflater)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }
}
