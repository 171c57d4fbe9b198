package dev.easel.http.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import dev.easel.Opened;
import dev.easel.calculators.http.HttpRequestPayload;
import dev.easel.calculators.http.HttpResponsePayload;
import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.framework.graph.GraphSettings;
import dev.easel.http.RawClient;
import dev.easel.http.TestServer;
import dev.easel.http.info.Readiness;
import dev.easel.serving.repository.RepositorySettings;
import dev.easel.serving.repository.RepositorySource;
import dev.easel.serving.repository.ServableRepository;
import java.lang.management.ManagementFactory;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A calculator that hangs, whatever it is told: it harms its own servable and no other. */
@Timeout(120)
class ContainmentTest {
  private static final int THREADS = 16;
  private static final String GRAPH =
      """
      input_stream: "HTTP_REQUEST_PAYLOAD:in"
      output_stream: "HTTP_RESPONSE_PAYLOAD:out"
      node { name: "%s" calculator: "%s" input_stream: "in" output_stream: "out" }
      """;

  @TempDir private Path folder;
  @AutoClose private final Opened open = new Opened();
  private final CountDownLatch released = new CountDownLatch(1);
  private final Semaphore begun = new Semaphore(0);
  private volatile boolean isBroken;
  private TestServer server;

  private static class Answering extends Calculator {
    @Override
    public final void contract(CalculatorContract cc) {
      cc.inputs().index(0).set(HttpRequestPayload.class);
      cc.outputs().index(0).set(HttpResponsePayload.class);
    }

    @Override
    public void process(CalculatorContext cc) {
      cc.outputs()
          .index(0)
          .add(HttpResponsePayload.text(200, "text/plain", "done"), cc.inputTimestamp());
    }
  }

  /** Takes no notice of interrupts until the test lets it. */
  private final class Hanging extends Answering {
    @Override
    public void process(CalculatorContext cc) {
      begun.release();
      boolean isReleased = false;
      while (!isReleased) {
        try {
          released.await();
          isReleased = true;
        } catch (InterruptedException e) {
          // That is what is wrong with it.
        }
      }
      super.process(cc);
    }
  }

  /** Cannot be made once the test says so. */
  private final class Fragile extends Answering {
    Fragile() {
      if (isBroken) {
        throw new IllegalStateException("broken");
      }
    }
  }

  /** Asks for more memory than there is. */
  private static final class Greedy extends Answering {
    @Override
    public void process(CalculatorContext cc) {
      long[][] all = new long[1 << 10][];
      for (int i = 0; i < all.length; i++) {
        all[i] = new long[Integer.MAX_VALUE - 8];
      }
    }
  }

  @BeforeEach
  void serve() throws Exception {
    write("bad", GRAPH.formatted("stubborn", "Hanging"));
    write("good", GRAPH.formatted("well", "Answering"));
    write("greedy", GRAPH.formatted("eater", "Greedy"));
    write("fragile", GRAPH.formatted("glass", "Fragile"));
    Files.writeString(
        folder.resolve("config.json"),
        "{\"mediapipe_config_list\": [{\"name\": \"bad\"}, {\"name\": \"good\"}, {\"name\": \"greedy\"}, {\"name\": \"fragile\"}]}");
    ServableRepository repository =
        ServableRepository.open(
            RepositorySource.configFile(folder.resolve("config.json")),
            RepositorySettings.standard(
                    CalculatorRegistry.standardBuilder(getClass().getClassLoader())
                        .calculator("Hanging", (Supplier<Calculator>) Hanging::new)
                        .calculator("Answering", Answering::new)
                        .calculator("Greedy", Greedy::new)
                        .calculator("Fragile", (Supplier<Calculator>) Fragile::new)
                        .build())
                .withGraphs(GraphSettings.standard().withGrace(Duration.ofMillis(50)))
                .withThreads(THREADS));
    open.add(repository);
    repository.load();
    repository.awaitFirstLoad();
    server = TestServer.counting(settings -> settings.with(Readiness.ALL), repository);
    open.add(server);
  }

  private void write(String name, String graph) throws Exception {
    Files.createDirectories(folder.resolve(name));
    Files.writeString(folder.resolve(name).resolve("graph.pbtxt"), graph);
  }

  @AfterEach
  void release() {
    released.countDown();
  }

  private RawClient askTheBadOne() throws Exception {
    RawClient client = server.connect();
    open.add(client);
    return client.send(RawClient.post("/v3/bad", "application/json", "{}"));
  }

  private void assertTheOtherAnswers() throws Exception {
    HttpResponse<String> answer = server.post("/v3/good", "{}");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(server.get("/v2/models/good/ready").statusCode()).isEqualTo(200);
  }

  private void await(String path, String text) throws Exception {
    while (!server.get(path).body().contains(text)) {
      Thread.onSpinWait();
    }
  }

  private void awaitHanging(int count) throws Exception {
    await("/metrics", "easel_hanging_calls{name=\"bad\"} " + count + ".0");
  }

  @Test
  void outOfMemoryFailsTheRunAndNothingElse() throws Exception {
    String dumps = "HeapDumpOnOutOfMemoryError";
    HotSpotDiagnosticMXBean machine =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    String before = machine.getVMOption(dumps).getValue();
    machine.setVMOption(dumps, "false"); // here it is no accident
    try {
      for (int i = 0; i < 3; i++) {
        assertThat(server.post("/v3/greedy", "{}").statusCode()).isEqualTo(500);
        assertTheOtherAnswers();
      }
      assertThat(server.get("/v2/models/greedy/ready").statusCode()).isEqualTo(200);
    } finally {
      machine.setVMOption(dumps, before);
    }
  }

  @Test
  void aCalculatorThatCannotBeMadeFailsTheRunAndHoldsNothing() throws Exception {
    assertThat(server.post("/v3/fragile", "{}").statusCode()).isEqualTo(200);
    isBroken = true;
    assertThat(server.post("/v3/fragile", "{}").statusCode()).isEqualTo(500);
    assertThat(server.get("/metrics").body()).contains("ovms_current_graphs{name=\"fragile\"} 0.0");
    isBroken = false;
    assertThat(server.post("/v3/fragile", "{}").statusCode()).isEqualTo(200);
    assertTheOtherAnswers();
  }

  @Test
  void callsThatAreGivenUpMakeTheirServableUnready() throws Exception {
    for (int i = 0; i < THREADS; i++) {
      RawClient client = askTheBadOne();
      begun.acquire();
      client.leave();
    }
    awaitHanging(THREADS);

    assertTheOtherAnswers();
    assertThat(server.get("/v2/models/bad/ready").statusCode()).isEqualTo(503);
    assertThat(server.get("/v2/health/ready").statusCode()).isEqualTo(503);
    assertThat(server.get("/v1/config").body())
        .contains("16 calls did not return")
        .contains("stubborn")
        .contains("Hanging.process");
    HttpResponse<String> refused = server.post("/v3/bad", "{}");
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.headers().firstValue("retry-after")).isPresent();
    assertThat(refused.body()).contains("16 of its calls hang");

    released.countDown();
    awaitHanging(0);
    assertThat(server.get("/v2/health/ready").statusCode()).isEqualTo(200);
    assertThat(server.post("/v3/bad", "{}").statusCode()).isEqualTo(200);
  }

  @Test
  void callsThatTakeAllThreadsMakeTheirServableUnready() throws Exception {
    List<RawClient> clients = new ArrayList<>();
    for (int i = 0; i < THREADS + 4; i++) {
      clients.add(askTheBadOne());
    }
    begun.acquire(THREADS);
    await("/v1/config", "all 16 threads");

    assertTheOtherAnswers();
    assertThat(server.get("/v1/config").body()).contains("Hanging.process");
    assertThat(server.get("/v2/models/bad/ready").statusCode()).isEqualTo(503);

    released.countDown();
    for (RawClient client : clients) {
      assertThat(client.readAnswer()).startsWith("HTTP/1.1 200 ").endsWith("done");
    }
    assertThat(server.get("/v2/models/bad/ready").statusCode()).isEqualTo(200);
  }

  /** The 99th percentile of the other servable's answers, in microseconds. */
  private long p99(int requests) throws Exception {
    long[] nanos = new long[requests];
    try (RawClient client = server.connect()) {
      for (int i = 0; i < requests; i++) {
        long start = System.nanoTime();
        client.send(RawClient.post("/v3/good", "application/json", "{}"));
        assertThat(client.readAnswer()).startsWith("HTTP/1.1 200 ");
        nanos[i] = System.nanoTime() - start;
      }
    }
    Arrays.sort(nanos);
    return nanos[requests * 99 / 100] / 1000;
  }

  @Test
  @Tag("stress")
  void printsWhatTheOtherServableLoses() throws Exception {
    p99(20_000);
    long alone = p99(20_000);
    List<CompletableFuture<HttpResponse<String>>> hanging = new ArrayList<>();
    for (int i = 0; i < THREADS + 4; i++) {
      hanging.add(server.postAsync("/v3/bad", "{}"));
    }
    begun.acquire(THREADS);
    long beside = p99(20_000);
    System.out.printf(
        "p99 of the other servable: %d us alone, %d us beside %d calls that hang: %.2f times%n",
        alone, beside, THREADS, (double) beside / alone);
    released.countDown();
    for (CompletableFuture<HttpResponse<String>> each : hanging) {
      assertThat(each.get().statusCode()).isEqualTo(200);
    }
  }
}
