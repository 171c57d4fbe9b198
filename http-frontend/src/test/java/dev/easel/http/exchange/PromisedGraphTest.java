package dev.easel.http.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.Opened;
import dev.easel.calculators.http.HttpRequestPayload;
import dev.easel.calculators.http.HttpResponsePayload;
import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.framework.calculator.Suspension;
import dev.easel.http.RawClient;
import dev.easel.http.TestServer;
import dev.easel.serving.repository.RepositorySettings;
import dev.easel.serving.repository.RepositorySource;
import dev.easel.serving.repository.ServableRepository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Graphs whose calculators promise not to block: they run where the request is read. */
@Timeout(120)
class PromisedGraphTest {
  private static final String LOOP = "easel-http";
  private static final String FIRST =
      """
      input_stream: "HTTP_REQUEST_PAYLOAD:in"
      output_stream: "HTTP_RESPONSE_PAYLOAD:out"
      """;
  private static final String NODE =
      "node { name: \"%s\" calculator: \"%s\" input_stream: \"%s\" output_stream: \"%s\" }\n";

  @TempDir private Path folder;
  @AutoClose private final Opened open = new Opened();
  private final CountDownLatch released = new CountDownLatch(1);
  private final AtomicBoolean isBroken = new AtomicBoolean();
  private final BlockingQueue<Suspension> suspended = new LinkedBlockingQueue<>();
  private TestServer server;

  /** Answers with the thread that calls it and the request's body. */
  private static class Telling extends Calculator {
    private final boolean promises;

    Telling(boolean promises) {
      this.promises = promises;
    }

    @Override
    public final void contract(CalculatorContract cc) {
      cc.inputs().index(0).set(HttpRequestPayload.class);
      cc.outputs().index(0).set(HttpResponsePayload.class);
      if (promises) {
        cc.neverBlocks();
      }
    }

    @Override
    public void process(CalculatorContext cc) throws Exception {
      tell(cc);
    }

    static void tell(CalculatorContext cc) {
      HttpRequestPayload request = cc.inputs().index(0).get(HttpRequestPayload.class);
      String text =
          Thread.currentThread().getName() + "|" + StandardCharsets.UTF_8.decode(request.body());
      cc.outputs()
          .index(0)
          .add(HttpResponsePayload.text(200, "text/plain", text), cc.inputTimestamp());
    }
  }

  /** Breaks its promise once the test says so, in one call, until the test lets it go. */
  private final class Breaking extends Telling {
    Breaking() {
      super(true);
    }

    @Override
    public void process(CalculatorContext cc) throws Exception {
      if (isBroken.compareAndSet(true, false)) {
        released.await();
      }
      super.process(cc);
    }
  }

  private final class Suspending extends Telling {
    Suspending() {
      super(true);
    }

    @Override
    public void process(CalculatorContext cc) {
      suspended.add(cc.suspend());
    }
  }

  private static final class Failing extends Telling {
    Failing() {
      super(true);
    }

    @Override
    public void process(CalculatorContext cc) {
      throw new IllegalStateException("it fails");
    }
  }

  @BeforeEach
  void serve() throws Exception {
    write("promised", FIRST + node("one", "Promising", "in", "out"));
    write("plain", FIRST + node("one", "Plain", "in", "out"));
    write(
        "mixed",
        FIRST
            + node("pass", "PassThroughCalculator", "in", "same")
            + node("one", "Plain", "same", "out"));
    write("breaking", FIRST + node("liar", "Breaking", "in", "out"));
    write("suspending", FIRST + node("one", "Suspending", "in", "out"));
    write("failing", FIRST + node("one", "Failing", "in", "out"));
    Files.writeString(
        folder.resolve("config.json"),
        "{\"mediapipe_config_list\": [{\"name\": \"promised\"}, {\"name\": \"plain\"}, {\"name\":"
            + " \"mixed\"}, {\"name\": \"breaking\"}, {\"name\": \"suspending\"}, {\"name\":"
            + " \"failing\"}]}");
    ServableRepository repository =
        ServableRepository.open(
            RepositorySource.configFile(folder.resolve("config.json")),
            RepositorySettings.standard(
                CalculatorRegistry.standardBuilder(getClass().getClassLoader())
                    .calculator("Promising", () -> new Telling(true))
                    .calculator("Plain", () -> new Telling(false))
                    .calculator("Breaking", (Supplier<Calculator>) Breaking::new)
                    .calculator("Suspending", (Supplier<Calculator>) Suspending::new)
                    .calculator("Failing", (Supplier<Calculator>) Failing::new)
                    .build()));
    open.add(repository);
    repository.load();
    repository.awaitFirstLoad();
    server = TestServer.counting(settings -> settings, repository);
    open.add(server);
  }

  private static String node(String name, String calculator, String in, String out) {
    return NODE.formatted(name, calculator, in, out);
  }

  private void write(String name, String graph) throws Exception {
    Files.createDirectories(folder.resolve(name));
    Files.writeString(folder.resolve(name).resolve("graph.pbtxt"), graph);
  }

  @AfterEach
  void release() {
    released.countDown();
  }

  private static String post(String servable, String body) {
    return RawClient.post("/v3/" + servable, "text/plain", body);
  }

  private RawClient connect() throws Exception {
    RawClient client = server.connect();
    open.add(client);
    return client;
  }

  @Test
  void runsOnTheEventLoopWhereAllPromise() throws Exception {
    RawClient client = connect();
    assertThat(client.send(post("promised", "a")).readAnswer())
        .startsWith("HTTP/1.1 200 ")
        .contains(LOOP)
        .endsWith("|a");
    assertThat(client.send(post("plain", "b")).readAnswer()).doesNotContain(LOOP).endsWith("|b");
    assertThat(client.send(post("mixed", "c")).readAnswer()).doesNotContain(LOOP).endsWith("|c");
  }

  @Test
  void answersInOrderWhatIsSentAtOnce() throws Exception {
    RawClient client = connect();
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      all.append(post(i % 3 == 0 ? "plain" : "promised", "n" + i));
    }
    client.send(all.toString());
    for (int i = 0; i < 200; i++) {
      assertThat(client.readAnswer()).endsWith("|n" + i);
    }
  }

  @Test
  void leavesTheEventLoopOnceACallBlocks() throws Exception {
    assertThat(connect().send(post("breaking", "before")).readAnswer()).contains(LOOP);
    isBroken.set(true);
    RawClient stuck = connect().send(post("breaking", "stuck"));
    while (isBroken.get()) {
      Thread.onSpinWait();
    }
    // Its event loop waits with the call. Connections are given to the loops in turn, so the next
    // one is another's, and tells when it is noticed.
    RawClient other = connect();
    String answer = other.send(post("breaking", "other")).readAnswer();
    while (answer.contains(LOOP)) {
      answer = other.send(post("breaking", "other")).readAnswer();
    }
    assertThat(answer).endsWith("|other");
    released.countDown();
    assertThat(stuck.readAnswer()).startsWith("HTTP/1.1 200 ").endsWith("|stuck");
    assertThat(stuck.send(post("breaking", "after")).readAnswer()).doesNotContain(LOOP);
    // Who keeps the promise is none the worse for it.
    assertThat(stuck.send(post("promised", "x")).readAnswer()).contains(LOOP);
  }

  @Test
  void aSuspendedCallNeverGoesOnOnTheThreadThatResumesIt() throws Exception {
    RawClient client = connect().send(post("suspending", "s"));
    Suspension call = suspended.take();
    Thread foreign = new Thread(() -> call.resume(Telling::tell), "foreign");
    foreign.start();
    assertThat(client.readAnswer())
        .startsWith("HTTP/1.1 200 ")
        .doesNotContain("foreign")
        .endsWith("|s");
    foreign.join();
  }

  @Test
  void aSuspendedCallEndsWithItsTimeAndWithItsClient() throws Exception {
    HttpResponse<String> late =
        server.send(
            server
                .request("/v3/suspending")
                .header("x-request-timeout", "0.05")
                .POST(HttpRequest.BodyPublishers.ofString("late"))
                .build());
    assertThat(late.statusCode()).isEqualTo(504);
    assertThat(suspended.take().resume(Telling::tell)).isFalse();

    RawClient leaver = connect().send(post("suspending", "left"));
    Suspension left = suspended.take();
    CountDownLatch withdrawn = new CountDownLatch(1);
    left.onCancel(withdrawn::countDown);
    leaver.leave();
    withdrawn.await();
    assertThat(left.resume(Telling::tell)).isFalse();
  }

  @Test
  void aFailureIsAnAnswerAndTheConnectionGoesOn() throws Exception {
    RawClient client = connect();
    assertThat(client.send(post("failing", "f")).readAnswer())
        .startsWith("HTTP/1.1 500 ")
        .doesNotContain("it fails");
    assertThat(client.send(post("promised", "a")).readAnswer()).contains(LOOP).endsWith("|a");
    assertThat(server.get("/metrics").body())
        .contains("ovms_current_graphs{name=\"failing\"} 0.0")
        .contains("ovms_current_graphs{name=\"promised\"} 0.0");
  }

  /** Many clients, while the servable leaves the event loops under them. */
  @Test
  void everybodyHasHisOwnAnswerWhileTheServableLeavesTheEventLoop() throws Exception {
    int clients = 16;
    int requests = 300;
    List<CompletableFuture<Void>> all = new ArrayList<>();
    CountDownLatch begun = new CountDownLatch(clients * 20);
    for (int c = 0; c < clients; c++) {
      int number = c;
      all.add(
          CompletableFuture.runAsync(
              () -> ask(number, requests, begun), task -> new Thread(task, "client").start()));
    }
    begun.await();
    isBroken.set(true);
    while (isBroken.get()) {
      Thread.onSpinWait();
    }
    released.countDown();
    for (CompletableFuture<Void> each : all) {
      each.get();
    }
    assertThat(server.get("/metrics").body())
        .contains("ovms_current_graphs{name=\"breaking\"} 0.0");
  }

  private void ask(int client, int requests, CountDownLatch begun) {
    try (RawClient connection = server.connect()) {
      for (int i = 0; i < requests; i++) {
        String body = client + "-" + i;
        assertThat(connection.send(post("breaking", body)).readAnswer())
            .startsWith("HTTP/1.1 200 ")
            .endsWith("|" + body);
        begun.countDown();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
