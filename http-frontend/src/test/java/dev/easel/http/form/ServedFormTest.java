package dev.easel.http.form;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.http.GivenServable;
import dev.easel.http.RawClient;
import dev.easel.http.TestServer;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What forms declare, as a server honours or refuses it. */
@Timeout(30)
final class ServedFormTest {

  private static final String PROMPT = "Content-Disposition: form-data; name=prompt";

  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.of(GivenServable.echo("echo"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void readsTextsInTheirCharset() throws Exception {
    String typed = PROMPT + "\r\nContent-Type: text/plain; charset=";
    assertThat(sent(typed + "ISO-8859-1", "gr\u00fcn")).endsWith("prompt=gr\u00fcn");
    assertThat(sent(typed + "UTF-16LE", "a\0b\0")).endsWith("prompt=ab");
    assertThat(sent(PROMPT, "\u00c3\u00bc")).endsWith("prompt=\u00fc");
  }

  @Test
  void namesTheFieldWhoseEncodingItCannotRead() throws Exception {
    for (String wrong : List.of("base64", "quoted-printable", "x-mine")) {
      assertThat(sent(PROMPT + "\r\nContent-Transfer-Encoding: " + wrong, "YQ=="))
          .startsWith("HTTP/1.1 400")
          .contains("part 'prompt'", wrong);
    }
    assertThat(sent(PROMPT + "\r\nContent-Transfer-Encoding: 8bit", "a")).endsWith("prompt=a");
  }

  @Test
  void asksNothingOfFileNames() throws Exception {
    for (String name : List.of("filename*=ISO-8859-1''caf%E9.png", "filename*=caf%C3%A9.png")) {
      assertThat(sent("Content-Disposition: form-data; name=image; filename=a.png; " + name, "x"))
          .startsWith("HTTP/1.1 200")
          .endsWith("model=echo image=x");
    }
  }

  private static String sent(String head, String content) throws Exception {
    String body =
        "--X\r\nContent-Disposition: form-data; name=model\r\n\r\necho\r\n--X\r\n%s\r\n\r\n%s\r\n--X--"
            .formatted(head, content);
    try (RawClient client = server.connect()) {
      client.send(RawClient.post("/v3/images/edits", "multipart/form-data; boundary=X", body));
      return client.readAnswer();
    }
  }
}
