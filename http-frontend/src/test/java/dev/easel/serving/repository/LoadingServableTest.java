package dev.easel.serving.repository;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.framework.resource.ResourceRequest;
import dev.easel.framework.resource.SharedResource;
import dev.easel.http.TestServer;
import java.net.http.HttpResponse;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Requests to a servable that is not there yet, or never will be: expected, so told quietly. */
@Timeout(30)
class LoadingServableTest {
  private static final String GRAPH =
      """
      input_stream: "HTTP_REQUEST_PAYLOAD:in"
      output_stream: "HTTP_RESPONSE_PAYLOAD:out"
      node {
        calculator: "ModelCalculator"
        input_stream: "in"
        input_side_packet: "MODEL:models"
        output_stream: "out"
        node_options: {
          [type.googleapis.com/mediapipe.ImageGenCalculatorOptions]: { models_path: "model" }
        }
      }
      """;

  private static final int SIZE = 1 << 20;

  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final CountDownLatch loading = new CountDownLatch(1);
  private final CountDownLatch mayLoad = new CountDownLatch(1);

  @TempDir Path folder;

  @BeforeEach
  void listen() throws Exception {
    log.start();
    root.addAppender(log);
    Files.writeString(folder.resolve("graph.pbtxt"), GRAPH);
    Files.createDirectory(folder.resolve("model"));
    Files.write(folder.resolve("model/weights.bin"), new byte[SIZE]);
    Files.writeString(
        folder.resolve("config.json"),
        "{\"model_config_list\": [{\"config\": {\"name\": \"slow\", \"base_path\": \".\"}}]}");
  }

  @AfterEach
  void stopListening() {
    mayLoad.countDown();
    root.detachAppender(log);
  }

  /** A model that has read its file, and waits until it may fail. */
  private SharedResource open(ResourceRequest request) throws Exception {
    try (FileChannel channel = FileChannel.open(folder.resolve("model/weights.bin"))) {
      MappedByteBuffer weights = channel.map(FileChannel.MapMode.READ_ONLY, 0, SIZE).load();
      loading.countDown();
      mayLoad.await();
      assertThat(weights.get(0)).isZero();
    }
    throw new IllegalStateException("no such model in " + request.baseDirectory());
  }

  private ServableRepository repository() {
    CalculatorRegistry registry =
        CalculatorRegistry.standardBuilder(getClass().getClassLoader())
            .calculator("ModelCalculator", TestCalculators.ModelCalculator::new)
            .resource("ModelCalculator", "MODEL", this::open)
            .build();
    return ServableRepository.open(
        RepositorySource.configFile(folder.resolve("config.json")),
        RepositorySettings.standard(registry).withPoll(Duration.ZERO));
  }

  private static HttpResponse<String> ask(TestServer server) throws Exception {
    return server.post("/v3/images/generations", "{\"model\": \"slow\", \"prompt\": \"a cat\"}");
  }

  @Test
  void saysHowMuchOfItsModelIsRead() throws Exception {
    try (ServableRepository repository = repository();
        TestServer server = TestServer.of(settings -> settings, repository)) {
      repository.load();
      loading.await();
      JsonNode state = state(server);
      while (!state.has("bytes_read")) {
        state = state(server);
      }
      assertThat(state.get("phase").asText()).isEqualTo("OPENING");
      assertThat(state.get("model_bytes").asLong()).isEqualTo(SIZE);
      assertThat(state.get("bytes_read").asLong()).isEqualTo(SIZE);
      String told = "opening for \\d+\\.\\d s, %1$d of %1$d bytes read".formatted(SIZE);
      assertThat(ask(server).body())
          .containsPattern("servable 'slow' is being loaded: " + told)
          .contains("\"model_loading\"");
      assertThat(server.get("/v2/health/ready").body())
          .containsPattern("the first load is not over; slow: " + told);
      mayLoad.countDown(); // closing waits for the load
    }
  }

  private static JsonNode state(TestServer server) throws Exception {
    String body = server.get("/v2/health/ready?verbose").body();
    return new ObjectMapper().readTree(body).at("/servables/0");
  }

  @Test
  void isQuietlyUnavailable() throws Exception {
    try (ServableRepository repository = repository();
        TestServer server = TestServer.of(settings -> settings, repository)) {
      repository.load();
      loading.await();
      HttpResponse<String> early = ask(server);
      assertThat(early.statusCode()).isEqualTo(503);
      assertThat(early.body()).contains("servable 'slow' is being loaded");
      assertThat(early.headers().firstValue("retry-after")).isPresent();
      assertThat(log.list).as("while it loads").allMatch(LoadingServableTest::isQuiet);
      mayLoad.countDown();
      repository.awaitFirstLoad();
      HttpResponse<String> late = ask(server);
      assertThat(late.statusCode()).isEqualTo(503);
      assertThat(late.body())
          .contains("servable 'slow' failed to load")
          .doesNotContain("Exception");
      assertThat(log.list).as("afterwards").allMatch(event -> event.getThrowableProxy() == null);
    }
  }

  private static boolean isQuiet(ILoggingEvent event) {
    return event.getThrowableProxy() == null && !event.getLevel().isGreaterOrEqual(Level.WARN);
  }
}
