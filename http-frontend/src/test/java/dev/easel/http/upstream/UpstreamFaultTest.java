package dev.easel.http.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.easel.Opened;
import dev.easel.http.RawClient;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/** What clients learn of an upstream that misbehaves, and what the upstream gets. */
@Timeout(60)
class UpstreamFaultTest {
  @TempDir private Path folder;
  @AutoClose private final Opened open = new Opened();

  private ScriptedServer upstream(ScriptedServer.Script script) throws Exception {
    ScriptedServer server = ScriptedServer.open(script);
    open.add(server);
    return server;
  }

  private Gateway gateway(ScriptedServer upstream, String more) throws Exception {
    Gateway gateway = Gateway.open(folder, Gateway.to(upstream.port(), "") + " " + more);
    open.add(gateway);
    return gateway;
  }

  private static void assertTellsNothing(HttpResponse<String> answer, ScriptedServer upstream) {
    assertThat(answer.body() + answer.headers().map())
        .doesNotContain(Gateway.secrets(upstream.port()).toArray(String[]::new));
  }

  static Stream<Arguments> failures() {
    String leak =
        "{\"error\": {\"message\": \"Incorrect API key provided: %s at http://127.0.0.1:9/x\", \"type\": \"x\"}}"
            .formatted(Gateway.KEY);
    String long200 = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
    return Stream.of(
        Arguments.of("500", ScriptedServer.answer(500, "", leak), 502, "upstream_failed"),
        Arguments.of("502", ScriptedServer.answer(502, "", leak), 502, "upstream_failed"),
        Arguments.of("504", ScriptedServer.answer(504, "", leak), 504, "upstream_timeout"),
        Arguments.of("401", ScriptedServer.answer(401, "", leak), 502, "upstream_refused"),
        Arguments.of("403", ScriptedServer.answer(403, "", leak), 502, "upstream_refused"),
        Arguments.of("404", ScriptedServer.answer(404, "", leak), 502, "upstream_not_found"),
        Arguments.of(
            "redirect",
            ScriptedServer.answer(302, "Location: http://127.0.0.1:1/secret\r\n", leak),
            502,
            "upstream_redirected"),
        Arguments.of(
            "redirect that would keep the method",
            ScriptedServer.answer(307, "Location: /v1/images/generations\r\n", ""),
            502,
            "upstream_redirected"),
        Arguments.of(
            "no JSON", ScriptedServer.answer(200, "", "<p>"), 502, "upstream_invalid_answer"),
        Arguments.of(
            "no picture",
            ScriptedServer.answer(200, "", "{\"data\": []}"),
            502,
            "upstream_invalid_answer"),
        Arguments.of(
            "an error in a 200",
            ScriptedServer.answer(200, "", leak),
            502,
            "upstream_invalid_answer"),
        Arguments.of(
            "another type",
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\nhi",
            502,
            "upstream_invalid_answer"),
        Arguments.of("no HTTP", "SSH-2.0-secret\r\n", 502, "upstream_broke_off"),
        Arguments.of("nothing", "", 502, "upstream_broke_off"),
        Arguments.of("half a head", "HTTP/1.1 200 OK\r\nContent-", 502, "upstream_broke_off"),
        Arguments.of(
            "less than its length says",
            long200 + "Content-Length: 1000\r\n\r\n" + ScriptedServer.PICTURE,
            502,
            "upstream_broke_off"),
        Arguments.of(
            "a length that is none",
            long200 + "Content-Length: many\r\n\r\n" + ScriptedServer.PICTURE,
            502,
            "upstream_broke_off"),
        Arguments.of(
            "a chunk that is cut",
            long200 + "Transfer-Encoding: chunked\r\n\r\nff\r\n{\"data\"",
            502,
            "upstream_broke_off"),
        Arguments.of(
            "a body that ends with the connection, too early",
            long200 + "Connection: close\r\n\r\n" + ScriptedServer.PICTURE.substring(0, 40),
            502,
            "upstream_invalid_answer"));
  }

  /** The request has arrived whole, so that nobody knows what was made of it. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("failures")
  void isAnsweredForAndNotAskedTwice(String what, String said, int status, String code)
      throws Exception {
    ScriptedServer upstream = upstream((request, connection) -> connection.write(said));
    HttpResponse<String> answer = gateway(upstream, "").generate("");
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).contains("\"code\":\"" + code + "\"", "\"type\":\"server_error\"");
    assertTellsNothing(answer, upstream);
    assertThat(upstream.count()).isEqualTo(1);
  }

  @Test
  void thatFindsAMistakeIsQuotedWithoutKeysAndAddresses() throws Exception {
    String said =
        "{\"error\": {\"message\": \"Invalid size. Key %s, sk-ab***yz of org-abc123, see https://x.example/y or 127.0.0.1:99\", \"type\": \"invalid_request_error\", \"param\": \"size\", \"code\": \"invalid_value\"}}"
            .formatted(Gateway.KEY);
    ScriptedServer upstream =
        upstream((request, connection) -> connection.write(ScriptedServer.answer(400, "", said)));
    HttpResponse<String> answer = gateway(upstream, "").generate("");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body())
        .contains("Invalid size. Key [key], [key] of [key], see [address] or [address]")
        .contains("\"param\":\"size\"", "\"code\":\"invalid_value\"", "invalid_request_error");
    assertTellsNothing(answer, upstream);
  }

  /** The log is for operators, who learn the reason; a key is for nobody. */
  @Test
  void isLoggedWithoutTheKey() throws Exception {
    ListAppender<ILoggingEvent> said = new ListAppender<>();
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    Level before = root.getLevel();
    said.start();
    root.addAppender(said);
    root.setLevel(Level.TRACE);
    try {
      String leak = "{\"error\": {\"message\": \"no such key: %s\"}}".formatted(Gateway.KEY);
      for (int status : new int[] {400, 401, 500}) {
        ScriptedServer upstream =
            upstream(
                (request, connection) -> connection.write(ScriptedServer.answer(status, "", leak)));
        gateway(upstream, "").generate("");
      }
    } finally {
      root.setLevel(before);
      root.detachAppender(said);
    }
    List<String> lines = said.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    assertThat(lines)
        .anyMatch(line -> line.contains("node \"far\"") && line.contains("answered 401: {"));
    assertThat(lines).noneMatch(line -> line.contains("secret"));
  }

  @Test
  void thatIsSilentIsGivenUp() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    ScriptedServer upstream =
        upstream(
            (request, connection) -> {
              connection.awaitEnd();
              ended.countDown();
            });
    HttpResponse<String> answer = gateway(upstream, "read_timeout_millis: 300").generate("");
    assertThat(answer.statusCode()).isEqualTo(504);
    assertThat(answer.body()).contains("upstream_timeout");
    ended.await();
    assertThat(upstream.count()).isEqualTo(1);
  }

  /** Each piece comes in time, and all of them together do not. */
  @Test
  void thatDripsIsGivenUp() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    ScriptedServer upstream =
        upstream(
            (request, connection) -> {
              connection.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{");
              try {
                while (true) {
                  connection.write(" ");
                  Thread.onSpinWait();
                }
              } finally {
                ended.countDown();
              }
            });
    HttpResponse<String> answer =
        gateway(upstream, "read_timeout_millis: 500 total_timeout_millis: 700").generate("");
    assertThat(answer.statusCode()).isEqualTo(504);
    ended.await();
  }

  @Test
  void thatDoesNotEndIsCutOff() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    ScriptedServer upstream =
        upstream(
            (request, connection) -> {
              try {
                connection.write(
                    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{\"data\": \"");
                while (true) {
                  connection.write("x".repeat(1000));
                }
              } finally {
                ended.countDown();
              }
            });
    HttpResponse<String> answer = gateway(upstream, "max_answer_bytes: 100000").generate("");
    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(answer.body()).contains("upstream_answer_too_large", "100000 bytes");
    ended.await();
  }

  /** Java's client takes 384 KiB of a head, and leaves the connection to its pool's end. */
  @Test
  void whoseHeadDoesNotEndIsGivenUp() throws Exception {
    ScriptedServer upstream =
        upstream(
            (request, connection) -> {
              connection.write("HTTP/1.1 200 OK\r\n");
              for (int i = 0; true; i++) {
                connection.write("X-%d: %s\r\n".formatted(i, "y".repeat(1000)));
              }
            });
    HttpResponse<String> answer = gateway(upstream, "").generate("");
    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(answer.body()).contains("upstream_broke_off");
    assertTellsNothing(answer, upstream);
  }

  @Test
  void thatTakesNoRequestsNowTellsWhenItWill() throws Exception {
    ScriptedServer upstream =
        upstream(
            (request, connection) ->
                connection.write(ScriptedServer.answer(429, "Retry-After: 77\r\n", "{}")));
    HttpResponse<String> answer = gateway(upstream, "").generate("");
    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.headers().firstValue("retry-after")).contains("77");
    assertThat(answer.body()).contains("rate_limit_error", "upstream_rate_limited");
    assertThat(upstream.count()).isEqualTo(1);
  }

  // ---- streams

  private static final String STREAM = ", \"stream\": true";

  private static String event(String name, String data) {
    return "event: " + name + "\ndata: " + data + "\n\n";
  }

  private static final String PARTIAL =
      event("image_generation.partial_image", "{\"type\":\"image_generation.partial_image\"}");

  private static final String COMPLETED =
      event("image_generation.completed", "{\"type\":\"image_generation.completed\"}");

  @Test
  void passesEventsAsTheyCome() throws Exception {
    CountDownLatch seen = new CountDownLatch(1);
    ScriptedServer upstream =
        upstream(
            (request, connection) -> {
              connection.write(ScriptedServer.eventsHead() + PARTIAL);
              seen.await();
              connection.write(COMPLETED);
            });
    HttpResponse<InputStream> answer =
        gateway(upstream, "").http.stream("/v1/images/generations", Gateway.ask(STREAM));
    assertThat(answer.headers().firstValue("content-type").orElse(""))
        .startsWith("text/event-stream");
    byte[] first = answer.body().readNBytes(PARTIAL.length());
    assertThat(new String(first, StandardCharsets.UTF_8)).isEqualTo(PARTIAL);
    seen.countDown();
    assertThat(new String(answer.body().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo(COMPLETED);
  }

  static Stream<Arguments> brokenStreams() {
    String big =
        "event: image_generation.partial_image\ndata: {\"b64_json\":\"" + "A".repeat(100_000);
    return Stream.of(
        Arguments.of("is cut between events", PARTIAL, PARTIAL),
        Arguments.of("is cut within an event", PARTIAL + "event: image_gen", PARTIAL),
        Arguments.of("is cut within a picture", PARTIAL + big, PARTIAL),
        Arguments.of(
            "tells of an error",
            PARTIAL
                + event(
                    "error",
                    "{\"error\": {\"message\": \"overload of http://127.0.0.1:5/ for "
                        + Gateway.KEY
                        + "\"}}"),
            PARTIAL),
        Arguments.of(
            "tells of an error without a name",
            PARTIAL + "data: {\"type\": \"error\", \"message\": \"" + Gateway.KEY + "\"}\n\n",
            PARTIAL),
        Arguments.of(
            "tells of a long error",
            PARTIAL
                + event(
                    "error",
                    "{\"error\": {\"message\": \"" + (Gateway.KEY + " ").repeat(2000) + "\"}}"),
            PARTIAL));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("brokenStreams")
  void endsAStreamWithAnErrorThat(String what, String said, String passed) throws Exception {
    ScriptedServer upstream =
        upstream((request, connection) -> connection.write(ScriptedServer.eventsHead() + said));
    HttpResponse<String> answer = gateway(upstream, "").generate(STREAM);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).startsWith(passed).contains("event: error\ndata: {\"error\":");
    assertThat(answer.body().indexOf("event: error"))
        .isEqualTo(answer.body().lastIndexOf("event: error"));
    assertTellsNothing(answer, upstream);
    assertThat(upstream.count()).isEqualTo(1);
  }

  @Test
  void endsAStreamThatFallsSilent() throws Exception {
    ScriptedServer upstream =
        upstream(
            (request, connection) -> {
              connection.write(ScriptedServer.eventsHead() + PARTIAL);
              connection.awaitEnd();
            });
    HttpResponse<String> answer = gateway(upstream, "read_timeout_millis: 300").generate(STREAM);
    assertThat(answer.body()).startsWith(PARTIAL).contains("upstream_timeout");
  }

  @Test
  void endsAStreamThatDoesNotEnd() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    ScriptedServer upstream =
        upstream(
            (request, connection) -> {
              try {
                connection.write(ScriptedServer.eventsHead());
                while (true) {
                  connection.write(PARTIAL);
                }
              } finally {
                ended.countDown();
              }
            });
    HttpResponse<String> answer = gateway(upstream, "max_answer_bytes: 200000").generate(STREAM);
    assertThat(answer.body()).hasSizeLessThan(201_000).contains("upstream_answer_too_large");
    ended.await();
  }

  @Test
  void passesAWholeAnswerOnWhereTheUpstreamDoesNotStream() throws Exception {
    ScriptedServer upstream =
        upstream((request, connection) -> connection.write(ScriptedServer.picture()));
    HttpResponse<String> answer = gateway(upstream, "").generate(STREAM);
    assertThat(answer.body()).isEqualTo(ScriptedServer.PICTURE);
    assertThat(answer.headers().firstValue("content-type").orElse(""))
        .startsWith("application/json");
  }

  @Test
  void takesNoStreamThatNobodyAskedFor() throws Exception {
    ScriptedServer upstream =
        upstream(
            (request, connection) -> connection.write(ScriptedServer.eventsHead() + COMPLETED));
    HttpResponse<String> answer = gateway(upstream, "").generate("");
    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(answer.body()).contains("upstream_invalid_answer");
  }

  // ---- cancelling

  @Test
  void learnsThatTheClientHasLeft() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    ScriptedServer upstream =
        upstream(
            (request, connection) -> {
              begun.countDown();
              connection.awaitEnd();
              ended.countDown();
            });
    Gateway gateway = gateway(upstream, "");
    try (RawClient client = gateway.http.connect()) {
      client.send(RawClient.post("/v1/images/generations", "application/json", Gateway.ask("")));
      begun.await();
    }
    ended.await();
  }

  @Test
  void learnsThatTheReaderOfAStreamHasLeft() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    ScriptedServer upstream =
        upstream(
            (request, connection) -> {
              connection.write(ScriptedServer.eventsHead() + PARTIAL);
              connection.awaitEnd();
              ended.countDown();
            });
    Gateway gateway = gateway(upstream, "");
    try (RawClient client = gateway.http.connect()) {
      client.send(
          RawClient.post("/v1/images/generations", "application/json", Gateway.ask(STREAM)));
      client.readTo("partial_image");
    }
    ended.await();
  }

  /** The client's own limit says nothing of the upstream, so its breaker stays closed. */
  @Test
  void isNotBlamedForClientsInAHurry() throws Exception {
    ScriptedServer upstream =
        upstream(
            (request, connection) -> {
              if (request.contains("slow")) {
                connection.awaitEnd();
              } else {
                connection.write(ScriptedServer.picture());
              }
            });
    Gateway gateway = gateway(upstream, "breaker { window: 2 min_requests: 1 }");
    for (int i = 0; i < 4; i++) {
      assertThat(gateway.generate(", \"x\": \"slow\", \"timeout_seconds\": 0.2").statusCode())
          .isEqualTo(504);
    }
    assertThat(gateway.generate("").statusCode()).isEqualTo(200);
    assertThat(upstream.requests()).noneMatch(request -> request.contains("timeout_seconds"));
  }
}
