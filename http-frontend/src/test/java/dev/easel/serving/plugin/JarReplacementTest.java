package dev.easel.serving.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.http.server.HttpServer;
import dev.easel.http.server.ServerSettings;
import dev.easel.http.store.MemoryImageStore;
import dev.easel.http.store.StoreLimits;
import dev.easel.serving.Servable;
import dev.easel.serving.repository.RepositorySettings;
import dev.easel.serving.repository.RepositorySource;
import dev.easel.serving.repository.ServableRepository;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Jars that come, go and are replaced while a server serves graphs that use them. */
@Timeout(120)
class JarReplacementTest {
  /** Answers with a word, and leaves a trace of the class loader that it was loaded by. */
  private static final String SOURCE =
      """
      import dev.easel.calculators.http.HttpRequestPayload;
      import dev.easel.calculators.http.HttpResponsePayload;
      import dev.easel.framework.calculator.*;
      import dev.easel.framework.port.*;
      import java.lang.ref.WeakReference;
      import java.nio.charset.StandardCharsets;

      public final class Words implements CalculatorProvider {
        @Override
        public void register(CalculatorRegistry.Builder registry) {
          registry.calculator("%s", Answer::new);
        }

        static final class Answer extends Calculator {
          static final In<Object> IN = In.any("HTTP_REQUEST_PAYLOAD");
          static final Out<HttpResponsePayload> OUT =
              Out.of("HTTP_RESPONSE_PAYLOAD", HttpResponsePayload.class);

          @Override
          public void contract(CalculatorContract cc) {
            cc.declare(IN, OUT);
          }

          @Override
          public void process(CalculatorContext cc) {
            ClassLoader loader = Thread.currentThread().getContextClassLoader();
            if (loader != getClass().getClassLoader()) {
              throw new IllegalStateException("the context class loader is " + loader);
            }
            System.getProperties().put("words.%s", new WeakReference<>(loader));
            OUT.send(cc, %s);
          }
        }
      }
      """;

  private static final String ANSWER = "HttpResponsePayload.text(200, \"text/plain\", \"%s\")";

  @TempDir private Path folder;
  private Path jars;
  private ServableRepository repository;
  private HttpServer server;
  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeEach
  void open() throws Exception {
    jars = Files.createDirectories(folder.resolve("calculators"));
    servable("s", "WordsCalculator");
    jar("words.jar", "WordsCalculator", "one");
    Path config = folder.resolve("config.json");
    Files.writeString(
        config, "{\"mediapipe_config_list\": [{\"name\": \"s\"}, {\"name\": \"other\"}]}");
    servable("other", "OtherCalculator");
    RepositorySettings settings =
        RepositorySettings.standard(new CalculatorFolder(Optional.of(jars), line -> {}))
            .withPoll(Duration.ofMillis(50));
    repository = ServableRepository.open(RepositorySource.configFile(config), settings);
    server =
        HttpServer.open(
            ServerSettings.on(List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))),
            repository,
            new MemoryImageStore(StoreLimits.DEFAULT),
            Optional.empty(),
            () -> 0,
            "test");
    repository.load();
    repository.awaitFirstLoad();
  }

  @AfterEach
  void close() {
    server.close();
    repository.close();
  }

  private void servable(String name, String calculator) throws Exception {
    Path graph = Files.createDirectories(folder.resolve(name)).resolve("graph.pbtxt");
    Files.writeString(
        graph,
        """
        input_stream: "HTTP_REQUEST_PAYLOAD:in"
        output_stream: "HTTP_RESPONSE_PAYLOAD:out"
        node {
          calculator: "%s"
          input_stream: "HTTP_REQUEST_PAYLOAD:in"
          output_stream: "HTTP_RESPONSE_PAYLOAD:out"
        }
        """
            .formatted(calculator));
  }

  /** Puts a jar into the folder, in place of one that may be there. */
  private void jar(String file, String calculator, String word) throws Exception {
    Path work = Files.createTempDirectory(folder, "work");
    Path built = work.resolve("built.jar");
    ExampleJar.ofSource(
        "Words", SOURCE.formatted(calculator, word, ANSWER.formatted(word)), work, built);
    Files.move(built, jars.resolve(file), StandardCopyOption.REPLACE_EXISTING);
  }

  private HttpResponse<String> ask(String servable) throws Exception {
    return client.send(
        HttpRequest.newBuilder(
                URI.create(
                    "http://127.0.0.1:" + server.addresses().get(0).getPort() + "/v3/" + servable))
            .POST(HttpRequest.BodyPublishers.ofString("{\"model\": \"" + servable + "\"}"))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private void awaitAnswer(String servable, String expected) throws Exception {
    String last = "";
    for (int i = 0; i < 600 && !last.contains(expected); i++) {
      last = ask(servable).body();
      Thread.onSpinWait();
    }
    assertThat(last).contains(expected);
  }

  private String failure(String servable) {
    return repository.find(servable).flatMap(Servable::failure).orElse("");
  }

  @Test
  void aReplacedJarServesWithoutAFailedRequestAndTheOldOneIsCollected() throws Exception {
    assertThat(ask("s").body()).contains("one");
    WeakReference<?> old =
        (WeakReference<?>) Objects.requireNonNull(System.getProperties().get("words.one"));
    List<Integer> failed = Collections.synchronizedList(new ArrayList<>());
    AtomicBoolean stop = new AtomicBoolean();
    CompletableFuture<Void> load =
        CompletableFuture.runAsync(
            () -> {
              while (!stop.get()) {
                try {
                  int status = ask("s").statusCode();
                  if (status != 200) {
                    failed.add(status);
                  }
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              }
            });
    jar("words.jar", "WordsCalculator", "two");
    awaitAnswer("s", "two");
    stop.set(true);
    load.join();
    assertThat(failed).isEmpty();
    for (int i = 0; i < 100 && old.get() != null; i++) {
      System.gc();
      ask("s");
    }
    assertThat(old.get()).isNull();
  }

  @Test
  void aGraphThatLackedItsCalculatorIsLoadedWhenTheJarComes() throws Exception {
    assertThat(failure("other")).contains("OtherCalculator");
    jar("other.jar", "OtherCalculator", "late");
    awaitAnswer("other", "late");
    assertThat(ask("s").body()).contains("one");
  }

  @Test
  void aJarThatIsReplacedByABrokenOneGoesOnServing() throws Exception {
    Files.writeString(jars.resolve("new.part"), "PK\003\004 half of a jar");
    Files.move(
        jars.resolve("new.part"), jars.resolve("words.jar"), StandardCopyOption.REPLACE_EXISTING);
    for (int i = 0; i < 600 && failure("s").isEmpty(); i++) {
      assertThat(ask("s").body()).contains("one");
    }
    assertThat(failure("s")).contains("words.jar").contains("it is no whole jar");
    assertThat(ask("s").body()).contains("one");
    jar("words.jar", "WordsCalculator", "whole");
    awaitAnswer("s", "whole");
    assertThat(failure("s")).isEmpty();
  }

  @Test
  void aNameThatTwoJarsHaveIsToldToThoseWhoUseIt() throws Exception {
    jar("zwei.jar", "WordsCalculator", "two");
    CalculatorFolder both = new CalculatorFolder(Optional.of(jars), line -> {});
    assertThat(both.now().problemsOf("calculator: \"WordsCalculator\""))
        .singleElement()
        .extracting(Calculators.Problem::message)
        .asString()
        .contains("WordsCalculator is in both", "words.jar", "zwei.jar", "remove one");
    assertThat(both.now().problemsOf("calculator: \"PassThroughCalculator\"")).isEmpty();
    assertThat(ask("s").body()).contains("one");
  }
}
