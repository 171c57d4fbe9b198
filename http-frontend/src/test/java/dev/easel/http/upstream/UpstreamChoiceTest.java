package dev.easel.http.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.Opened;
import dev.easel.cli.Program;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which upstream is asked, how often, and when one is left alone. */
@Timeout(60)
class UpstreamChoiceTest {
  private static final String QUICK = " backoff_millis: 1 max_backoff_millis: 20";

  @TempDir private Path folder;
  @AutoClose private final Opened open = new Opened();

  private ScriptedServer upstream(ScriptedServer.Script script) throws Exception {
    ScriptedServer server = ScriptedServer.open(script);
    open.add(server);
    return server;
  }

  private ScriptedServer working() throws Exception {
    return upstream((request, connection) -> connection.write(ScriptedServer.picture()));
  }

  private ScriptedServer saying(int status, String headers) throws Exception {
    return upstream(
        (request, connection) -> connection.write(ScriptedServer.answer(status, headers, "{}")));
  }

  private Gateway gateway(String options) throws Exception {
    Gateway gateway = Gateway.open(folder, options);
    open.add(gateway);
    return gateway;
  }

  @Test
  void sharesRequestsByWeight() throws Exception {
    ScriptedServer one = working();
    ScriptedServer three = working();
    ScriptedServer spare = working();
    Gateway gateway =
        gateway(
            Gateway.to(one.port(), "")
                + Gateway.to(three.port(), "weight: 3")
                + Gateway.to(spare.port(), "weight: 0"));
    for (int i = 0; i < 40; i++) {
      assertThat(gateway.generate("").statusCode()).isEqualTo(200);
    }
    assertThat(List.of(one.count(), three.count(), spare.count())).containsExactly(10, 30, 0);
  }

  @Test
  void goesToAnotherWhereNobodyListens() throws Exception {
    ScriptedServer spare = working();
    Gateway gateway =
        gateway(Gateway.to(Program.freePort(), "") + Gateway.to(spare.port(), "weight: 0"));
    for (int i = 0; i < 8; i++) {
      HttpResponse<String> answer = gateway.generate("");
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo(ScriptedServer.PICTURE);
    }
    assertThat(spare.count()).isEqualTo(8);
  }

  @Test
  void goesToAnotherWhereTheFirstSaysThatItMadeNothing() throws Exception {
    for (int status : new int[] {401, 403, 404, 429, 503, 302}) {
      ScriptedServer first = saying(status, "Retry-After: 60\r\nLocation: /x\r\n");
      ScriptedServer spare = working();
      try (Gateway gateway =
          Gateway.open(
              folder, Gateway.to(first.port(), "") + Gateway.to(spare.port(), "weight: 0"))) {
        assertThat(gateway.generate("").statusCode()).as("after " + status).isEqualTo(200);
      }
      assertThat(first.count()).isEqualTo(1);
      assertThat(spare.count()).isEqualTo(1);
    }
  }

  @Test
  void doesNotGoToAnotherWherePicturesMayHaveBeenMade() throws Exception {
    ScriptedServer failing = saying(500, "");
    ScriptedServer leaving = upstream((request, connection) -> {});
    ScriptedServer spare = working();
    for (ScriptedServer first : List.of(failing, leaving)) {
      try (Gateway gateway =
          Gateway.open(
              folder, Gateway.to(first.port(), "") + Gateway.to(spare.port(), "weight: 0"))) {
        assertThat(gateway.generate("").statusCode()).isEqualTo(502);
      }
      assertThat(first.count()).isEqualTo(1);
    }
    assertThat(spare.count()).isZero();
  }

  /** A connection that was used before is no excuse to send a request twice. */
  @Test
  void doesNotSendAgainWhatAKeptConnectionMayHaveTaken() throws Exception {
    CountDownLatch taken = new CountDownLatch(1);
    ScriptedServer leaving =
        upstream(
            (request, connection) -> {
              connection.write(ScriptedServer.pictureAndStay());
              if (!connection.request().isEmpty()) {
                taken.countDown();
              }
            });
    Gateway gateway = gateway(Gateway.to(leaving.port(), "") + QUICK);
    assertThat(gateway.generate("").statusCode()).isEqualTo(200);
    assertThat(gateway.generate("").statusCode()).isEqualTo(502);
    taken.await();
    assertThat(leaving.count()).isEqualTo(1);
  }

  @Test
  void asksTheSameOneAgainAfterAWhile() throws Exception {
    AtomicInteger left = new AtomicInteger(2);
    ScriptedServer busy =
        upstream(
            (request, connection) ->
                connection.write(
                    left.getAndDecrement() > 0
                        ? ScriptedServer.answer(503, "", "{}")
                        : ScriptedServer.picture()));
    Gateway gateway = gateway(Gateway.to(busy.port(), "") + QUICK);
    assertThat(gateway.generate("").statusCode()).isEqualTo(200);
    assertThat(busy.count()).isEqualTo(3);
  }

  @Test
  void givesUpAfterTheLastAttempt() throws Exception {
    ScriptedServer busy = saying(429, "");
    Gateway gateway = gateway(Gateway.to(busy.port(), "") + QUICK + " max_attempts: 4");
    HttpResponse<String> answer = gateway.generate("");
    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(busy.count()).isEqualTo(4);
  }

  /** The upstream leaves before it has the whole of a large body, so it can have made nothing. */
  @Test
  void sendsAgainWhatDidNotArriveWhole() throws Exception {
    AtomicBoolean isFirst = new AtomicBoolean(true);
    ServerSocket door =
        new ServerSocket(0, 50, InetAddress.getLoopbackAddress()) {
          @Override
          public Socket accept() throws IOException {
            Socket socket = super.accept();
            if (isFirst.getAndSet(false)) {
              socket.getInputStream().readNBytes(1000);
              socket.setSoLinger(true, 0);
              socket.close();
              return super.accept();
            }
            return socket;
          }
        };
    ScriptedServer upstream =
        ScriptedServer.on(
            door, (request, connection) -> connection.write(ScriptedServer.picture()));
    open.add(upstream);
    Gateway gateway = gateway(Gateway.to(upstream.port(), "") + QUICK);
    String large = "x".repeat(16 << 20);
    HttpResponse<String> answer = gateway.generate(", \"more\": \"" + large + "\"");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(upstream.count()).isEqualTo(1);
  }

  @Test
  void leavesAnUpstreamAloneThatFailsAndTriesItAgain() throws Exception {
    AtomicBoolean works = new AtomicBoolean();
    ScriptedServer upstream =
        upstream(
            (request, connection) ->
                connection.write(
                    works.get() ? ScriptedServer.picture() : ScriptedServer.answer(500, "", "{}")));
    Gateway gateway =
        gateway(
            Gateway.to(upstream.port(), "")
                + " breaker { window: 4 min_requests: 4 open_millis: 1500 }");
    for (int i = 0; i < 4; i++) {
      assertThat(gateway.generate("").statusCode()).isEqualTo(502);
    }
    HttpResponse<String> refused = gateway.generate("");
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.body()).contains("upstream_unavailable");
    assertThat(refused.headers().firstValue("retry-after")).contains("2");
    assertThat(upstream.count()).isEqualTo(4);

    works.set(true);
    int status = 503;
    while (status == 503) {
      status = gateway.generate("").statusCode();
    }
    assertThat(status).isEqualTo(200);
    assertThat(upstream.count()).isEqualTo(5);
    assertThat(gateway.generate("").statusCode()).isEqualTo(200);
  }

  @Test
  void asksTheOthersWhileABreakerIsOpen() throws Exception {
    ScriptedServer failing = saying(500, "");
    ScriptedServer spare = working();
    Gateway gateway =
        gateway(
            Gateway.to(failing.port(), "")
                + Gateway.to(spare.port(), "weight: 0")
                + " breaker { window: 2 min_requests: 2 }");
    assertThat(gateway.generate("").statusCode()).isEqualTo(502);
    assertThat(gateway.generate("").statusCode()).isEqualTo(502);
    for (int i = 0; i < 5; i++) {
      assertThat(gateway.generate("").statusCode()).isEqualTo(200);
    }
    assertThat(failing.count()).isEqualTo(2);
  }

  /** Mistakes of clients say nothing of the upstream. */
  @Test
  void doesNotLeaveAnUpstreamAloneForItsClientsMistakes() throws Exception {
    ScriptedServer strict = saying(400, "");
    Gateway gateway =
        gateway(Gateway.to(strict.port(), "") + " breaker { window: 2 min_requests: 1 }");
    for (int i = 0; i < 6; i++) {
      assertThat(gateway.generate("").statusCode()).isEqualTo(400);
    }
    assertThat(strict.count()).isEqualTo(6);
  }

  @Test
  void refusesMoreThanMayBeUnderWay() throws Exception {
    CountDownLatch begun = new CountDownLatch(2);
    CountDownLatch go = new CountDownLatch(1);
    ScriptedServer slow =
        upstream(
            (request, connection) -> {
              begun.countDown();
              go.await();
              connection.write(ScriptedServer.picture());
            });
    Gateway gateway = gateway(Gateway.to(slow.port(), "") + " max_concurrent: 2");
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      answers.add(gateway.http.postAsync("/v1/images/generations", Gateway.ask("")));
    }
    begun.await();
    HttpResponse<String> refused = gateway.generate("");
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.body()).contains("upstream_full");
    go.countDown();
    for (CompletableFuture<HttpResponse<String>> answer : answers) {
      assertThat(answer.join().statusCode()).isEqualTo(200);
    }
    assertThat(gateway.generate("").statusCode()).isEqualTo(200);
  }

  /** Any variable will do that every environment has. */
  @Test
  void showsAKeyOfTheEnvironment() throws Exception {
    ScriptedServer upstream = working();
    Gateway gateway =
        gateway(
            "upstreams { base_url: \"http://127.0.0.1:%d/v1\" api_key_env: \"PATH\" }"
                .formatted(upstream.port()));
    assertThat(gateway.generate("").statusCode()).isEqualTo(200);
    assertThat(upstream.requests().remove())
        .containsIgnoringCase("\r\nauthorization: Bearer " + System.getenv("PATH") + "\r\n");
  }

  @Test
  void readsAKeyAgainThatHasChanged() throws Exception {
    ScriptedServer upstream = working();
    Gateway gateway = gateway(Gateway.to(upstream.port(), ""));
    Path key = folder.resolve("up").resolve("key");
    gateway.generate("");
    Path next = Files.writeString(folder.resolve("next"), "sk-another-key\n");
    Files.move(next, key, StandardCopyOption.REPLACE_EXISTING);
    gateway.generate("");
    Files.delete(key);
    gateway.generate("");
    Files.writeString(key, "\n");
    gateway.generate("");
    List<String> shown =
        upstream.requests().stream()
            .map(request -> request.replaceAll("(?s).*\r\n[Aa]uthorization: ([^\r]*)\r\n.*", "$1"))
            .toList();
    assertThat(shown)
        .containsExactly(
            "Bearer " + Gateway.KEY,
            "Bearer sk-another-key",
            "Bearer sk-another-key",
            "Bearer sk-another-key");
  }
}
