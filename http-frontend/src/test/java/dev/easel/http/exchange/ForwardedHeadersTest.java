package dev.easel.http.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.calculators.http.HttpRequestPayload;
import dev.easel.calculators.http.HttpResponsePayload;
import dev.easel.http.GivenServable;
import dev.easel.http.GivenServables;
import dev.easel.http.TestServer;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a proxy says of its client's request counts from proxies that are trusted. */
@Timeout(30)
class ForwardedHeadersTest {

  private final LinkedBlockingQueue<HttpRequestPayload> runs = new LinkedBlockingQueue<>();

  private HttpRequestPayload sent(Callers callers, String proto) throws Exception {
    GivenServable noting =
        GivenServable.of(
            "echo",
            (payload, listener) -> {
              runs.add(payload);
              listener.onResponse(HttpResponsePayload.text(200, "text/plain", "done"));
              listener.onEnd(Optional.empty());
              return GivenServable.ENDED;
            });
    try (TestServer server =
        TestServer.of(settings -> settings.with(callers), GivenServables.of(noting))) {
      server.send(
          server
              .request("/v3/echo")
              .header("X-Forwarded-Proto", proto)
              .header("X-Forwarded-Host", "outside")
              .header("X-Forwarded-Prefix", proto.equals("https") ? "/art/easel" : "//evil")
              .POST(HttpRequest.BodyPublishers.ofString("{}"))
              .build());
      return runs.take();
    }
  }

  @Test
  void ofOthersItIsLeftOut() throws Exception {
    HttpRequestPayload run = sent(Callers.BY_ADDRESS, "https");
    assertThat(run.header("x-forwarded-proto")).isEmpty();
    assertThat(run.header("x-forwarded-host")).isEmpty();
    assertThat(run.header("x-forwarded-prefix")).isEmpty();
  }

  @Test
  void ofATrustedProxyOnlySchemesOfHttpCount() throws Exception {
    Callers behind = Callers.behind(List.of("127.0.0.0/8"));
    HttpRequestPayload run = sent(behind, "https");
    assertThat(run.header("x-forwarded-proto")).contains("https");
    assertThat(run.header("x-forwarded-host")).contains("outside");
    assertThat(run.header("x-forwarded-prefix")).contains("/art/easel");
    HttpRequestPayload odd = sent(behind, "javascript");
    assertThat(odd.header("x-forwarded-proto")).isEmpty();
    assertThat(odd.header("x-forwarded-prefix")).isEmpty();
  }
}
