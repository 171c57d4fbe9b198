package dev.easel.http.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.http.GivenServable;
import dev.easel.http.GivenServables;
import dev.easel.http.RawClient;
import dev.easel.http.TestServer;
import dev.easel.http.body.BodyLimits;
import dev.easel.http.form.FormLimits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many clients that each send a body and never its end. */
class HalfReadBodiesTest {

  private static final int BODY = 60_000;
  private static final int BUDGET = 4 << 20;

  @Test
  @Timeout(60)
  void fewAreRefusedAndTheServerRecovers() throws Exception {
    refusesAndRecovers(300);
  }

  @Test
  @Tag("stress")
  @Timeout(300)
  void thousandsAreRefusedAndTheServerRecovers() throws Exception {
    refusesAndRecovers(4000);
  }

  private static void refusesAndRecovers(int clients) throws Exception {
    BodyLimits limits = new BodyLimits(BUDGET, BUDGET, FormLimits.DEFAULT);
    try (TestServer server =
        TestServer.of(
            settings -> settings.with(limits), GivenServables.of(GivenServable.echo("echo")))) {
      String half =
          "POST /v3/echo HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n".formatted(BODY + 1)
              + "x".repeat(BODY);
      List<RawClient> all = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        all.add(server.connect());
        send(all.get(i), half);
      }
      assertThat(server.get("/v2/health/ready").statusCode()).isEqualTo(200);
      int refused = 0;
      for (RawClient client : all) {
        send(client, "x");
        String answer = client.readAnswer();
        refused += answer.startsWith("HTTP/1.1 503") ? 1 : 0;
        client.close();
      }
      assertThat(refused).isGreaterThan(clients / 2).isLessThan(clients);
      String most = "x".repeat(BODY);
      for (int i = 0; i < 100; i++) {
        assertThat(server.post("/v3/echo", most).statusCode()).isEqualTo(200);
      }
    }
  }

  /** Who is refused need not be able to send on. */
  private static void send(RawClient client, String text) {
    try {
      client.send(text);
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("roken pipe");
    }
  }
}
