package dev.easel.http.body;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.calculators.http.HttpResponsePayload;
import dev.easel.http.GivenServable;
import dev.easel.http.GivenServables;
import dev.easel.http.RawClient;
import dev.easel.http.TestServer;
import dev.easel.http.form.FormLimits;
import dev.easel.http.server.ServerSettings;
import dev.easel.serving.RunListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the bodies of all requests together may take, and that nobody else waits for them. */
@Timeout(60)
class BodyBudgetTest {

  private static final int BODY = 100_000;

  private static final String HEAD =
      "POST /v3/echo HTTP/1.1\r\nHost: x\r\nContent-Length: " + BODY + "\r\n\r\n";

  private static ServerSettings roomForTen(ServerSettings settings) {
    return settings.with(new BodyLimits(BODY, 10 * BODY, FormLimits.DEFAULT));
  }

  @Test
  void bodiesBeyondTheBudgetAreRefusedWithoutBeingReadAndLaterOnesAreNot() throws Exception {
    try (TestServer server =
        TestServer.of(BodyBudgetTest::roomForTen, GivenServables.of(GivenServable.echo("echo")))) {
      String most = "x".repeat(BODY - 1);
      List<RawClient> clients = new ArrayList<>();
      while (clients.stream().noneMatch(BodyBudgetTest::hasAnswer)) {
        clients.add(server.connect().send(HEAD + most));
        assertThat(server.get("/v2/health/live").statusCode()).isEqualTo(200);
      }
      int read = 0;
      for (RawClient client : clients) {
        boolean isRefused = hasAnswer(client);
        String answer = isRefused ? client.readSome() : client.send("x").readAnswer();
        if (isRefused) {
          assertThat(answer)
              .startsWith("HTTP/1.1 503")
              .containsIgnoringCase("retry-after: 1")
              .containsIgnoringCase("connection: close")
              .contains("try again");
        }
        read += answer.startsWith("HTTP/1.1 200") ? 1 : 0;
      }
      assertThat(read).isGreaterThan(3);
      clients.forEach(RawClient::close);
      for (int i = 0; i < 30; i++) { // all that was taken has been given back
        assertThat(server.post("/v3/echo", most).statusCode()).isEqualTo(200);
      }
    }
  }

  private static boolean hasAnswer(RawClient client) {
    try {
      return client.hasAnswer();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void noBodyMayBeLargerThanAllTogether() throws Exception {
    BodyLimits limits = new BodyLimits(1000, 500, FormLimits.DEFAULT);
    try (TestServer server =
        TestServer.of(
            settings -> settings.with(limits), GivenServables.of(GivenServable.echo("echo")))) {
      assertThat(server.post("/v3/echo", "x".repeat(501)).statusCode()).isEqualTo(413);
      assertThat(server.post("/v3/echo", "x".repeat(500)).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aBodyCountsUntilItsRunHasEnded() throws Exception {
    LinkedBlockingQueue<RunListener> running = new LinkedBlockingQueue<>();
    GivenServable slow =
        GivenServable.of(
            "echo",
            (payload, listener) -> {
              running.add(listener);
              return GivenServable.ENDED;
            });
    BodyLimits limits = new BodyLimits(BODY, 2 * BODY, FormLimits.DEFAULT);
    try (TestServer server =
        TestServer.of(settings -> settings.with(limits), GivenServables.of(slow))) {
      String body = "x".repeat(BODY);
      CompletableFuture<HttpResponse<String>> first = server.postAsync("/v3/echo", body);
      RunListener run = running.take();
      assertThat(server.post("/v3/echo", body).statusCode()).isEqualTo(503);
      run.onResponse(HttpResponsePayload.text(200, "text/plain", "done"));
      run.onEnd(Optional.empty());
      assertThat(first.get().statusCode()).isEqualTo(200);
      CompletableFuture<HttpResponse<String>> second = server.postAsync("/v3/echo", body);
      RunListener next = running.take();
      next.onResponse(HttpResponsePayload.text(200, "text/plain", "done"));
      next.onEnd(Optional.empty());
      assertThat(second.get().statusCode()).isEqualTo(200);
    }
  }

  @Test
  void questionsAreAnsweredWhileAllThreadsForBodiesAreTaken() throws Exception {
    CountDownLatch free = new CountDownLatch(1);
    GivenServable stuck =
        GivenServable.of(
            "echo",
            (payload, listener) -> {
              awaitQuietly(free);
              listener.onResponse(HttpResponsePayload.text(200, "text/plain", "done"));
              listener.onEnd(Optional.empty());
              return GivenServable.ENDED;
            });
    try (TestServer server = TestServer.counting(stuck)) {
      List<CompletableFuture<HttpResponse<String>>> asked = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        asked.add(server.postAsync("/v3/echo", "x".repeat(BODY)));
      }
      for (String question :
          List.of("/v2/health/live", "/v2/health/ready", "/v3/models", "/metrics", "/v1/config")) {
        assertThat(server.get(question).statusCode()).as(question).isEqualTo(200);
      }
      free.countDown();
      for (CompletableFuture<HttpResponse<String>> answer : asked) {
        assertThat(answer.get().statusCode()).isEqualTo(200);
      }
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
