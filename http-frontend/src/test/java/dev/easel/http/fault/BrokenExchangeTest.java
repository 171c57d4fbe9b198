package dev.easel.http.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.calculators.http.HttpResponsePayload;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.http.GivenServable;
import dev.easel.http.GivenServables;
import dev.easel.http.RawClient;
import dev.easel.http.TestServer;
import dev.easel.http.server.ServerSettings;
import dev.easel.serving.RunHandle;
import dev.easel.serving.RunListener;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that nobody can read, and answers that cannot be written: each has an end at once. */
@Timeout(30)
class BrokenExchangeTest {
  private static final String POST = RawClient.post("/v3/odd", "application/json", "{}");

  @ParameterizedTest
  @ValueSource(strings = {"abc", "+5", "-5", "5, 6", "0x5", "99999999999999999999", "5 6", ""})
  void lengthsThatAreNoNumberAreRefused(String length) throws Exception {
    try (TestServer server = TestServer.of(GivenServable.echo("echo"));
        RawClient client = server.connect()) {
      client.send(
          "POST /v3/echo HTTP/1.1\r\nHost: x\r\nContent-Length: " + length + "\r\n\r\nhello");
      assertThat(client.readSome())
          .startsWith("HTTP/1.1 400")
          .contains("Content-Length")
          .contains("invalid_request_error");
    }
  }

  @Test
  void twoLengthsAreRefused() throws Exception {
    try (TestServer server = TestServer.of(GivenServable.echo("echo"));
        RawClient client = server.connect()) {
      client.send(
          "POST /v3/echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello");
      assertThat(client.readSome()).startsWith("HTTP/1.1 400").contains("Content-Length");
    }
  }

  /** Whether its run was cancelled, and a servable that breaks what is told of it. */
  private record Odd(CompletableFuture<StatusException> cancelled, GivenServable servable) {

    static Odd telling(Consumer<RunListener> tale) {
      CompletableFuture<StatusException> cancelled = new CompletableFuture<>();
      return new Odd(
          cancelled,
          GivenServable.of(
              "odd",
              (payload, listener) -> {
                tale.accept(listener);
                return new RunHandle() {
                  @Override
                  public void cancel(StatusException reason) {
                    cancelled.complete(reason);
                  }

                  @Override
                  public void stopWaiting(StatusException reason) {}

                  @Override
                  public void pause() {}

                  @Override
                  public void resume() {}
                };
              }));
    }
  }

  @SuppressWarnings("NullAway") // as a listener's caller might do that was not compiled with it
  private static void breakDown(RunListener listener) {
    Duration none = null;
    listener.onLimit(none);
  }

  @Test
  void anAnswerThatCannotBeWrittenIsAnError() throws Exception {
    Odd odd = Odd.telling(BrokenExchangeTest::breakDown);
    try (TestServer server = TestServer.of(odd.servable);
        RawClient client = server.connect()) {
      client.send(POST);
      assertThat(client.readAnswer()).startsWith("HTTP/1.1 500").contains("under req_");
      assertThat(odd.cancelled.get().message()).contains("cannot be written");
      client.send("GET /v2/health/live HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(client.readAnswer()).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void onlyAFlagTellsClientsWhatWentWrongInside() throws Exception {
    StatusException slip =
        new StatusException(
            StatusCode.INVALID_ARGUMENT,
            "node \"inner\" failed",
            null,
            List.of(new StatusException(StatusCode.NOT_FOUND, "no tag FOO")));
    GivenServable failing =
        GivenServable.of(
            "odd",
            (payload, listener) -> {
              listener.onEnd(Optional.of(slip));
              return GivenServable.ENDED;
            });
    try (TestServer server = TestServer.of(failing)) {
      HttpResponse<String> answer = server.post("/v3/odd", "{}");
      assertThat(answer.statusCode()).isEqualTo(500);
      assertThat(answer.body()).contains("under req_").doesNotContain("inner");
    }
    try (TestServer server =
        TestServer.of(ServerSettings::withDetails, GivenServables.of(failing))) {
      HttpResponse<String> answer = server.post("/v3/odd", "{}");
      assertThat(answer.statusCode()).isEqualTo(500);
      assertThat(answer.body()).contains("under req_").contains("node \\\"inner\\\" failed");
    }
  }

  @Test
  void anErrorOfTheMachineIsAnAnswerAtOnce() throws Exception {
    Odd starting =
        Odd.telling(
            listener -> {
              throw new OutOfMemoryError("Cannot reserve direct memory");
            });
    try (TestServer server = TestServer.of(starting.servable);
        RawClient client = server.connect()) {
      client.send(POST);
      assertThat(client.readAnswer()).startsWith("HTTP/1.1 500").contains("under req_");
      client.send("GET /v2/health/live HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(client.readAnswer()).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void anAnswerThatBreaksInTheMiddleEndsWithTheConnection() throws Exception {
    HttpResponsePayload piece =
        new HttpResponsePayload(
            200,
            Map.of("content-type", "text/plain"),
            List.of(StandardCharsets.UTF_8.encode("half")),
            true);
    Odd odd =
        Odd.telling(
            listener -> {
              listener.onResponse(piece);
              breakDown(listener);
            });
    try (TestServer server = TestServer.of(odd.servable);
        RawClient client = server.connect()) {
      client.send(POST);
      assertThat(client.readSome()).contains("half").doesNotContain("\r\n0\r\n");
      assertThat(odd.cancelled.get().message()).contains("cannot be written");
    }
  }
}
