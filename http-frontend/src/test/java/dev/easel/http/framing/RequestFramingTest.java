package dev.easel.http.framing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.calculators.http.HttpRequestPayload;
import dev.easel.calculators.http.HttpResponsePayload;
import dev.easel.http.GivenServable;
import dev.easel.http.RawClient;
import dev.easel.http.TestServer;
import dev.easel.http.framing.FramingCases.Case;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where one request ends and the next begins is beyond doubt, or there is no next one. */
@Timeout(30)
class RequestFramingTest {

  private static final String LIVE = "GET /v2/health/live HTTP/1.1\r\nHost: x\r\n\r\n";

  private static final ConcurrentLinkedQueue<HttpRequestPayload> RUNS =
      new ConcurrentLinkedQueue<>();

  private static TestServer server;

  @BeforeAll
  static void open() {
    server =
        TestServer.of(
            GivenServable.of(
                "echo",
                (payload, listener) -> {
                  RUNS.add(payload);
                  listener.onResponse(HttpResponsePayload.text(200, "text/plain", "done"));
                  listener.onEnd(Optional.empty());
                  return GivenServable.ENDED;
                }));
  }

  @AfterAll
  static void close() {
    server.close();
  }

  static Stream<Case> wrong() {
    return FramingCases.wrong().stream();
  }

  static Stream<Case> right() {
    return FramingCases.right().stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrong")
  void whatCanBeReadInTwoWaysIsRefusedAndNothingFollows(Case asked) throws Exception {
    RUNS.clear();
    try (RawClient client = server.connect()) {
      client.send(asked.sent());
      String answers = client.readSome();
      assertThat(answers)
          .startsWith("HTTP/1.1 " + asked.status() + " ")
          .doesNotContainPattern("(?s).+\nHTTP/1.1 ")
          .containsIgnoringCase("connection: close")
          .contains("error")
          .doesNotContain("Exception");
    }
    assertThat(RUNS).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("right")
  void whatIsFramedRightIsOneRequestAndTheNextFollows(Case asked) throws Exception {
    RUNS.clear();
    try (RawClient client = server.connect()) {
      client.send(asked.bytes() + LIVE);
      assertThat(client.readAnswer()).startsWith("HTTP/1.1 200 ").endsWith("done");
      assertThat(client.readAnswer()).startsWith("HTTP/1.1 200 ").doesNotContain("done");
    }
    assertThat(RUNS).hasSize(1);
  }

  @Test
  void itDoesNotMatterInWhichPiecesARequestComes() throws Exception {
    RUNS.clear();
    List<Case> cases = FramingCases.right();
    try (RawClient client = server.connect()) {
      for (Case asked : cases) {
        for (byte one : asked.sent()) {
          client.send(new byte[] {one});
        }
        assertThat(client.readAnswer()).as(asked.name()).startsWith("HTTP/1.1 200 ");
      }
    }
    assertThat(RUNS).hasSameSizeAs(cases);
  }

  @Test
  void nothingRunsThatComesAfterTheLastRequestOfAConnection() throws Exception {
    RUNS.clear();
    try (RawClient client = server.connect()) {
      String last = LIVE.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
      client.send(last + FramingCases.HIDDEN);
      assertThat(client.readSome()).startsWith("HTTP/1.1 200 ").doesNotContain("done");
    }
    assertThat(RUNS).isEmpty();
  }
}
