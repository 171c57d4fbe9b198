package dev.easel.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.calculators.http.HttpResponsePayload;
import dev.easel.calculators.http.RequestException;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.http.GivenServable;
import dev.easel.http.GivenServables;
import dev.easel.http.RawClient;
import dev.easel.http.TestServer;
import dev.easel.serving.RunHandle;
import dev.easel.serving.RunListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What happens while a run is in progress: streams, slow readers, clients that leave. */
@Timeout(30)
class DisconnectingClientTest {

  private static final String POST =
      "POST /v3/slow HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n";

  /** A run that a test plays from outside. */
  private static final class PlayedRun implements RunHandle {
    final CompletableFuture<RunListener> listener = new CompletableFuture<>();
    final CompletableFuture<StatusException> cancelled = new CompletableFuture<>();
    final CountDownLatch paused = new CountDownLatch(1);
    final CountDownLatch resumed = new CountDownLatch(1);

    GivenServable servable() {
      return GivenServable.of(
          "slow",
          (payload, told) -> {
            listener.complete(told);
            return this;
          });
    }

    @Override
    public void cancel(StatusException reason) {
      if (cancelled.complete(reason)) {
        listener.join().onEnd(Optional.of(reason));
      }
    }

    @Override
    public void stopWaiting(StatusException reason) {}

    @Override
    public void pause() {
      paused.countDown();
    }

    @Override
    public void resume() {
      resumed.countDown();
    }

    RunListener started() throws Exception {
      return listener.get(20, TimeUnit.SECONDS);
    }

    StatusException end() throws Exception {
      return cancelled.get(20, TimeUnit.SECONDS);
    }
  }

  private static HttpResponsePayload piece(String type, byte[] bytes) {
    return new HttpResponsePayload(
        200, Map.of("content-type", type), List.of(ByteBuffer.wrap(bytes)), true);
  }

  private static HttpResponsePayload event(String text) {
    return piece("text/event-stream", text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void cancelsTheRunOfAClientThatSaysFarewell() throws Exception {
    PlayedRun run = new PlayedRun();
    try (TestServer server = TestServer.of(run.servable());
        RawClient client = server.connect()) {
      client.send(POST);
      run.started();
      client.leave();
      assertThat(run.end().code()).isEqualTo(StatusCode.CANCELLED);
    }
  }

  @Test
  void cancelsTheRunOfAClientThatHalfCloses() throws Exception {
    PlayedRun run = new PlayedRun();
    try (TestServer server = TestServer.of(run.servable());
        RawClient client = server.connect()) {
      client.send(POST).finishSending();
      assertThat(run.end().code()).isEqualTo(StatusCode.CANCELLED);
    }
  }

  @Test
  void cancelsTheRunOfAClientThatResets() throws Exception {
    PlayedRun run = new PlayedRun();
    try (TestServer server = TestServer.of(run.servable());
        RawClient client = server.connect()) {
      client.send(POST);
      run.started();
      client.reset();
      assertThat(run.end().code()).isEqualTo(StatusCode.CANCELLED);
    }
  }

  @Test
  void cancelsTheRunOfAClientThatLeavesWithRequestsInLine() throws Exception {
    PlayedRun run = new PlayedRun();
    try (TestServer server = TestServer.of(run.servable());
        RawClient client = server.connect()) {
      client.send(POST + POST + POST);
      run.started();
      client.leave();
      assertThat(run.end().code()).isEqualTo(StatusCode.CANCELLED);
    }
  }

  @Test
  void writesEachPieceOfAStreamAtOnce() throws Exception {
    PlayedRun run = new PlayedRun();
    try (TestServer server = TestServer.of(run.servable());
        RawClient client = server.connect()) {
      client.send(POST);
      RunListener listener = run.started();
      listener.onResponse(event(""));
      assertThat(client.readTo("\r\n\r\n"))
          .contains("200 OK")
          .contains("content-type: text/event-stream")
          .contains("transfer-encoding: chunked");
      listener.onResponse(event("event: a\ndata: 1\n\n"));
      assertThat(client.readTo("data: 1\n\n\r\n")).isEqualTo("12\r\nevent: a\ndata: 1\n\n\r\n");
      listener.onResponse(event("event: b\ndata: 2\n\n"));
      listener.onEnd(Optional.empty());
      assertThat(client.readTo("\r\n0\r\n\r\n")).contains("event: b\ndata: 2\n\n");
      client.send("GET /v2/health/live HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(client.readAnswer()).contains("200 OK");
    }
  }

  @Test
  void endsAFailedStreamOfEventsWithAnErrorEvent() throws Exception {
    PlayedRun run = new PlayedRun();
    try (TestServer server = TestServer.of(run.servable());
        RawClient client = server.connect()) {
      client.send(POST);
      RunListener listener = run.started();
      listener.onResponse(event("data: 1\n\n"));
      RequestException mistake = RequestException.invalid("size", "is too large");
      listener.onEnd(
          Optional.of(
              new StatusException(StatusCode.INVALID_ARGUMENT, "failed", null, List.of(mistake))));
      assertThat(client.readTo("\r\n0\r\n\r\n"))
          .contains("event: error\ndata: {\"error\":{\"message\":\"size: is too large\"")
          .contains("\"param\":\"size\"");
    }
  }

  @Test
  void cutsAnyOtherFailedStreamShort() throws Exception {
    PlayedRun run = new PlayedRun();
    try (TestServer server = TestServer.of(run.servable());
        RawClient client = server.connect()) {
      client.send(POST);
      RunListener listener = run.started();
      listener.onResponse(piece("text/plain", new byte[] {'a'}));
      listener.onEnd(Optional.of(new StatusException(StatusCode.INTERNAL, "broken")));
      assertThat(client.readAll()).endsWith("1\r\na\r\n");
    }
  }

  @Test
  void letsTheGraphWaitForASlowReader() throws Exception {
    PlayedRun run = new PlayedRun();
    try (TestServer server = TestServer.of(run.servable());
        RawClient client = new RawClient(server.address(), 8 << 10)) {
      client.send(POST);
      RunListener listener = run.started();
      byte[] large = new byte[8 << 20];
      listener.onResponse(piece("application/octet-stream", large));
      assertThat(run.paused.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(run.resumed.getCount()).isEqualTo(1);
      listener.onEnd(Optional.empty());
      assertThat(client.readTo("\r\n0\r\n\r\n").length()).isGreaterThan(large.length);
    }
  }

  @Test
  void resumesTheGraphWhenTheReaderHasCaughtUp() throws Exception {
    PlayedRun run = new PlayedRun();
    try (TestServer server = TestServer.of(run.servable());
        RawClient client = new RawClient(server.address(), 8 << 10)) {
      client.send(POST);
      RunListener listener = run.started();
      byte[] large = new byte[8 << 20];
      large[large.length - 1] = 'z';
      listener.onResponse(piece("application/octet-stream", large));
      assertThat(run.paused.await(20, TimeUnit.SECONDS)).isTrue();
      client.readTo("z\r\n");
      assertThat(run.resumed.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void givesUpOnAReaderThatTakesNothing() throws Exception {
    PlayedRun run = new PlayedRun();
    try (TestServer server =
            TestServer.of(DisconnectingClientTest::impatient, GivenServables.of(run.servable()));
        RawClient client = new RawClient(server.address(), 8 << 10)) {
      client.send(POST);
      run.started().onResponse(piece("application/octet-stream", new byte[16 << 20]));
      assertThat(run.end().code()).isEqualTo(StatusCode.CANCELLED);
    }
  }

  @Test
  void keepsAQuietStreamOfEventsAlive() throws Exception {
    PlayedRun run = new PlayedRun();
    try (TestServer server =
            TestServer.of(DisconnectingClientTest::impatient, GivenServables.of(run.servable()));
        RawClient client = server.connect()) {
      client.send(POST);
      run.started().onResponse(event("data: 1\n\n"));
      assertThat(client.readTo(": keep-alive\n\n\r\n")).contains("data: 1");
      assertThat(client.readTo(": keep-alive\n\n\r\n")).contains("keep-alive");
    }
  }

  @Test
  void finishesWhatRunsBeforeItCloses() throws Exception {
    PlayedRun run = new PlayedRun();
    try (TestServer server = TestServer.of(run.servable());
        RawClient client = server.connect()) {
      client.send(POST);
      RunListener listener = run.started();
      CompletableFuture<Void> closed =
          CompletableFuture.runAsync(() -> server.server.close(Duration.ofSeconds(20)));
      try (RawClient late = new RawClient(server.address())) {
        // It may come before the server begins to close, which would then leave it open.
        late.send("GET /v2/health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        late.readAll();
      } catch (IOException e) {
        assertThat(e).hasMessageContaining("Connection");
      }
      listener.onResponse(HttpResponsePayload.text(200, "text/plain", "done"));
      listener.onEnd(Optional.empty());
      assertThat(client.readAll()).contains("200 OK").endsWith("done");
      closed.get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void endsWhatRunsTooLongAfterTheGraceWithAReason() throws Exception {
    PlayedRun run = new PlayedRun();
    try (TestServer server = TestServer.of(run.servable());
        RawClient client = server.connect()) {
      client.send(POST);
      run.started();
      server.server.close(Duration.ofMillis(50));
      assertThat(run.end().code()).isEqualTo(StatusCode.UNAVAILABLE);
      assertThat(client.readAll())
          .contains("503 Service Unavailable")
          .contains("retry-after: 1")
          .contains("shutting down");
    }
  }

  @Test
  void endsARunWhoseTimeIsOver() throws Exception {
    PlayedRun run = new PlayedRun();
    try (TestServer server = TestServer.of(run.servable());
        RawClient client = server.connect()) {
      client.send(POST.replace("Host: x", "Host: x\r\nX-Request-Timeout: 0.05"));
      assertThat(run.end().code()).isEqualTo(StatusCode.DEADLINE_EXCEEDED);
    }
  }

  private static ServerSettings impatient(ServerSettings s) {
    Duration soon = Duration.ofMillis(200);
    Timeouts t = s.timeouts();
    return s.with(new Timeouts(t.idle(), t.head(), t.bodyGap(), t.body(), soon, t.run(), soon));
  }
}
