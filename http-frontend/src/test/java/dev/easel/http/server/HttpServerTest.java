package dev.easel.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.easel.framework.status.StatusException;
import dev.easel.http.GivenServable;
import dev.easel.http.GivenServables;
import dev.easel.http.RawClient;
import dev.easel.http.TestServer;
import dev.easel.http.body.BodyLimits;
import dev.easel.http.form.FormLimits;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(30)
class HttpServerTest {

  private static final String POST =
      "POST /v3/echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n";

  @ParameterizedTest
  @EnumSource(Transport.class)
  void answersOverEveryTransport(Transport transport) throws Exception {
    try (TestServer server = of(s -> with(s, transport, s.timeouts(), s.limits()))) {
      HttpResponse<String> answer = server.post("/v3/echo", "{\"a\": 1}");
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).contains("servable=echo model=echo body={\"a\": 1}");
    }
  }

  @Test
  void saysWhichRequestAnAnswerIsFor() throws Exception {
    try (TestServer server = TestServer.of(GivenServable.echo("echo"))) {
      HttpRequest named =
          server.request("/v2/health/live").header("x-request-id", "trace-7").build();
      assertThat(server.send(named).headers().firstValue("x-request-id")).contains("trace-7");
      assertThat(server.get("/v2/health/live").headers().firstValue("x-request-id").orElseThrow())
          .startsWith("req_");
      HttpRequest hostile = server.request("/v2/health/live").header("x-request-id", "a b").build();
      assertThat(server.send(hostile).headers().firstValue("x-request-id").orElseThrow())
          .startsWith("req_");
    }
  }

  @Test
  void keepsPipelinedRequestsInOrder() throws Exception {
    try (TestServer server = TestServer.of(GivenServable.echo("echo"));
        RawClient client = server.connect()) {
      client.send(POST + "1a" + POST + "2b" + "GET /v2 HTTP/1.1\r\nHost: x\r\n\r\n" + POST + "3c");
      assertThat(client.readAnswer()).contains("200 OK").endsWith("body=1a");
      assertThat(client.readAnswer()).endsWith("body=2b");
      assertThat(client.readAnswer()).contains("\"version\" : \"1.2.3\"");
      assertThat(client.readAnswer()).endsWith("body=3c");
    }
  }

  @Test
  void takesABodyThatArrivesByteByByte() throws Exception {
    try (TestServer server = TestServer.of(GivenServable.echo("echo"));
        RawClient client = server.connect()) {
      for (char c : (POST + "ab").toCharArray()) {
        client.send(String.valueOf(c));
      }
      assertThat(client.readAnswer()).endsWith("body=ab");
    }
  }

  @Test
  void answersExpectContinueBeforeTheBody() throws Exception {
    try (TestServer server = TestServer.of(GivenServable.echo("echo"));
        RawClient client = server.connect()) {
      client.send(POST.replace("\r\n\r\n", "\r\nExpect: 100-continue\r\n\r\n"));
      assertThat(client.readAnswer()).startsWith("HTTP/1.1 100 Continue");
      client.send("ok");
      assertThat(client.readAnswer()).startsWith("HTTP/1.1 200 OK").endsWith("body=ok");
    }
  }

  @Test
  void refusesBeforeABodyThatIsOnlyOffered() throws Exception {
    try (TestServer server = TestServer.of(GivenServable.echo("echo"));
        RawClient client = server.connect()) {
      client.send(
          "POST /v3/none HTTP/1.1\r\nHost: x\r\nExpect: 200-maybe\r\nContent-Length: 9\r\n\r\n");
      assertThat(client.readAll()).startsWith("HTTP/1.1 417").contains("100-continue");
    }
  }

  @Test
  void rejectsBodyOverLimitByItsLength() throws Exception {
    try (TestServer server = of(HttpServerTest::small);
        RawClient client = server.connect()) {
      client.send("POST /v3/echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5000000\r\n\r\n");
      assertThat(client.readAll()).startsWith("HTTP/1.1 413").contains("limit of 1000 bytes");
    }
  }

  @Test
  void rejectsBodyOverLimitAsItComes() throws Exception {
    try (TestServer server = of(HttpServerTest::small);
        RawClient client = server.connect()) {
      client.send("POST /v3/echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
      String chunk = "3e8\r\n" + "x".repeat(1000) + "\r\n";
      client.send(chunk + chunk);
      assertThat(client.readAll()).startsWith("HTTP/1.1 413").contains("connection: close");
    }
  }

  @Test
  void staysUsableAfterARefusedBody() throws Exception {
    try (TestServer server = TestServer.of(GivenServable.echo("echo"));
        RawClient client = server.connect()) {
      client.send(
          "PUT /v3/models HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc" + POST + "ok");
      assertThat(client.readAnswer()).startsWith("HTTP/1.1 405").contains("allow: GET, HEAD");
      assertThat(client.readAnswer()).endsWith("body=ok");
    }
  }

  @Test
  void answersHeadWithoutBody() throws Exception {
    try (TestServer server = TestServer.of(GivenServable.echo("echo"));
        RawClient client = server.connect()) {
      client.send("HEAD /v2 HTTP/1.1\r\nHost: x\r\n\r\nGET /v2 HTTP/1.1\r\nHost: x\r\n\r\n");
      String head = client.readTo("\r\n\r\n");
      assertThat(head).startsWith("HTTP/1.1 200 OK").doesNotContain("content-length: 0");
      assertThat(client.readAnswer()).contains("Easel");
    }
  }

  @Test
  void allowsOtherSitesByDefault() throws Exception {
    try (TestServer server = TestServer.of(GivenServable.echo("echo"))) {
      HttpRequest preflight =
          server
              .request("/v3/images/generations")
              .method("OPTIONS", BodyPublishers.noBody())
              .build();
      HttpResponse<String> answer = server.send(preflight);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEmpty();
      assertThat(answer.headers().firstValue("access-control-allow-origin")).contains("*");
      assertThat(server.get("/nowhere").headers().firstValue("access-control-allow-methods"))
          .contains("*");
    }
  }

  /** A * does not cover Authorization, nor anything where credentials are allowed. */
  @Test
  void namesToOtherSitesWhatTheyAskFor() throws Exception {
    String ask =
        String.join(
            "\r\n",
            "OPTIONS /v3/images/edits HTTP/1.1",
            "Host: x",
            "Access-Control-Request-Method: POST",
            "Access-Control-Request-Headers: authorization,x-mine",
            "",
            "");
    try (TestServer server = TestServer.of(GivenServable.echo("echo"));
        RawClient client = server.connect()) {
      assertThat(client.send(ask).readAnswer())
          .contains("\r\naccess-control-allow-headers: authorization,x-mine\r\n")
          .contains("\r\naccess-control-allow-methods: POST\r\n")
          .contains("\r\nvary: access-control-request-method, access-control-request-headers\r\n");
      assertThat(client.send(ask.replace("x-mine", "x(mine")).readAnswer())
          .contains("\r\naccess-control-allow-headers: *\r\n");
      assertThat(client.send(POST + "ok").readAnswer())
          .contains("\r\naccess-control-expose-headers: x-request-id, x-easel-steps")
          .doesNotContain("vary:");
    }
  }

  @Test
  void readsEveryPathByOneRuleOfSlashes() throws Exception {
    try (TestServer server = TestServer.of(GivenServable.echo("echo"))) {
      for (String path : List.of("/v3//echo", "//v3/echo/", "/v3/echo///")) {
        assertThat(server.post(path, "{}").body()).startsWith("POST /v3/echo servable=echo");
      }
      assertThat(server.get("/v3//models/").statusCode()).isEqualTo(200);
      assertThat(server.get("/v3//models//echo/").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void closesAfterAnHttp10Request() throws Exception {
    try (TestServer server = TestServer.of(GivenServable.echo("echo"));
        RawClient client = server.connect()) {
      client.send("GET /v2 HTTP/1.0\r\n\r\n");
      assertThat(client.readAll()).contains("200 OK").contains("connection: close");
    }
  }

  @Test
  void saysWhatIsWrongWithBadHttp() throws Exception {
    String post = "POST /v3/echo HTTP/1.1\r\nHost: x\r\n";
    try (TestServer server = TestServer.of(GivenServable.echo("echo"))) {
      assertThat(answerTo(server, "NONSENSE\r\n\r\n")).startsWith("HTTP/1.1 400");
      assertThat(answerTo(server, "GET /v2 HTTP/1.1\r\nConnection: close\r\n\r\n"))
          .startsWith("HTTP/1.1 400")
          .contains("Host");
      assertThat(answerTo(server, "GET /" + "x".repeat(40_000) + " HTTP/1.1\r\nHost: x\r\n\r\n"))
          .startsWith("HTTP/1.1 414");
      assertThat(answerTo(server, "GET / HTTP/1.1\r\nA: " + "x".repeat(100_000) + "\r\n\r\n"))
          .startsWith("HTTP/1.1 431");
      assertThat(answerTo(server, post + "Transfer-Encoding: chunked\r\n\r\nzz\r\n"))
          .startsWith("HTTP/1.1 400");
      assertThat(answerTo(server, post + "Content-Length: -1\r\n\r\n")).startsWith("HTTP/1.1 400");
    }
  }

  @Test
  void answersAClientThatNeverFinishesItsHead() throws Exception {
    try (TestServer server = of(HttpServerTest::hasty);
        RawClient client = server.connect()) {
      client.send("GET /v2 HTTP/1.1\r\nHo");
      assertThat(client.readAll()).startsWith("HTTP/1.1 408").contains("in time");
    }
  }

  @Test
  void answersAClientThatNeverFinishesItsBody() throws Exception {
    try (TestServer server = of(HttpServerTest::hasty);
        RawClient client = server.connect()) {
      client.send(POST + "1");
      assertThat(client.readAll()).startsWith("HTTP/1.1 408");
    }
  }

  @Test
  void closesAConnectionThatIsNotUsed() throws Exception {
    try (TestServer server = of(HttpServerTest::hasty);
        RawClient client = server.connect()) {
      client.send("GET /v2 HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(client.readAnswer()).contains("200 OK");
      assertThat(client.readAll()).isEmpty();
    }
  }

  @Test
  void namesAPortInUse() {
    try (TestServer server = TestServer.of(GivenServable.echo("echo"))) {
      InetSocketAddress taken = server.address();
      assertThatThrownBy(() -> of(s -> ServerSettings.on(List.of(taken))))
          .isInstanceOf(StatusException.class)
          .hasMessageContaining("cannot listen on")
          .hasMessageContaining(":" + taken.getPort())
          .hasMessageContaining("in use");
    }
  }

  @Test
  void listensOnSeveralAddresses() throws Exception {
    InetSocketAddress any = TestServer.settings().addresses().get(0);
    try (TestServer server = of(s -> ServerSettings.on(List.of(any, any)))) {
      for (InetSocketAddress address : server.server.addresses()) {
        try (RawClient client = new RawClient(address)) {
          client.send("GET /v2/health/live HTTP/1.1\r\nHost: x\r\n\r\n");
          assertThat(client.readAnswer()).contains("200 OK");
        }
      }
    }
  }

  private static String answerTo(TestServer server, String request) throws Exception {
    try (RawClient client = server.connect()) {
      client.send(request);
      return client.readAll();
    }
  }

  private static TestServer of(UnaryOperator<ServerSettings> change) {
    return TestServer.of(change, GivenServables.of(GivenServable.echo("echo")));
  }

  private static ServerSettings small(ServerSettings s) {
    return with(s, s.transport(), s.timeouts(), new BodyLimits(1000, 1 << 20, FormLimits.DEFAULT));
  }

  private static ServerSettings hasty(ServerSettings s) {
    Duration soon = Duration.ofMillis(100);
    Timeouts timeouts = new Timeouts(soon, soon, soon, soon, soon, soon, soon);
    return with(s, s.transport(), timeouts, s.limits());
  }

  private static ServerSettings with(
      ServerSettings s, Transport transport, Timeouts timeouts, BodyLimits limits) {
    return s.with(transport).with(timeouts).with(limits);
  }
}
