package dev.easel.http.trace.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.easel.cli.Program;
import dev.easel.framework.status.StatusException;
import dev.easel.http.trace.Spans;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When spans are sent, and what a server says that cannot. */
@Timeout(300)
class SpanExportTest {
  private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "OTEL_EXPORTER_OTLP_ENDPOINT | localhost:4318 | http://localhost:4318",
        "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT | file:///spans | http://localhost:4318",
        "OTEL_EXPORTER_OTLP_PROTOCOL | grpc | http/protobuf",
        "OTEL_EXPORTER_OTLP_HEADERS | password | name=value",
        "OTEL_EXPORTER_OTLP_COMPRESSION | brotli | brotli",
        "OTEL_TRACES_SAMPLER | sometimes | sometimes",
        "OTEL_TRACES_SAMPLER_ARG | 2 | from 0 to 1",
        "OTEL_TRACES_EXPORTER | zipkin | zipkin",
        "OTEL_BSP_MAX_QUEUE_SIZE | large | large"
      })
  void aMistakeNamesItsVariable(String variable, String value, String said) {
    Map<String, String> environment = new HashMap<>(Map.of(ENDPOINT, "http://127.0.0.1:4318"));
    environment.put(variable, value);
    environment.putIfAbsent("OTEL_TRACES_SAMPLER", "traceidratio");
    assertThatThrownBy(() -> SpanExport.of(environment, "1.2.3"))
        .isInstanceOf(StatusException.class)
        .hasMessageContaining(variable)
        .hasMessageContaining(said)
        .message()
        .doesNotContain("password", "otel.");
  }

  @ParameterizedTest
  @CsvSource({
    "OTEL_SERVICE_NAME, easel",
    "OTEL_EXPORTER_OTLP_ENDPOINT, ''",
    "OTEL_TRACES_SAMPLER, sometimes"
  })
  void withoutAnEndpointNothingIsSent(String variable, String value) {
    assertThat(SpanExport.of(Map.of(variable, value), "1.2.3")).isSameAs(Spans.NONE);
  }

  @ParameterizedTest
  @CsvSource({"OTEL_SDK_DISABLED, true", "OTEL_TRACES_EXPORTER, none"})
  void whatTurnsItOffCountsMoreThanAnEndpoint(String variable, String value) {
    Map<String, String> environment = Map.of(ENDPOINT, "http://127.0.0.1:4318", variable, value);
    assertThat(SpanExport.of(environment, "1.2.3")).isSameAs(Spans.NONE);
  }

  private Program server(int port, Map<String, String> environment) throws Exception {
    Path config = Files.writeString(folder.resolve("config.json"), "{\"model_config_list\": []}");
    return Program.server(folder, environment, port, "--config_path", config.toString());
  }

  private static void askHealth(int port) throws Exception {
    URI live = URI.create("http://127.0.0.1:" + port + "/v2/health/live");
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(live).build(), HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
  }

  @Test
  void withoutAnEndpointNoClassOfTheSdkIsLoaded() throws Exception {
    Path loaded = folder.resolve("loaded");
    int port = Program.freePort();
    Map<String, String> log =
        Map.of("JAVA_TOOL_OPTIONS", "-Xlog:class+load:file=" + loaded, ENDPOINT, "");
    try (Program program = server(port, log)) {
      program.await(out -> out.contains("serves nothing yet"));
      askHealth(port);
      assertThat(program.end()).isZero();
    }
    assertThat(Files.readString(loaded))
        .contains("dev.easel.http.exchange.Exchange ")
        .doesNotContain("io.opentelemetry");
  }

  @Test
  void whatWaitsToBeSentIsSentAtTheEnd() throws Exception {
    int port = Program.freePort();
    try (Collector collector = Collector.open()) {
      Map<String, String> environment = new HashMap<>(collector.environment());
      environment.put("OTEL_BSP_SCHEDULE_DELAY", "86400000");
      try (Program program = server(port, environment)) {
        program.await(out -> out.contains("serves nothing yet"));
        askHealth(port);
        assertThat(collector.spans()).isEmpty();
        assertThat(program.end()).isZero();
      }
      collector.awaitServer("GET /v2/health/live");
    }
  }

  @Test
  void aServerWithAWrongEndpointDoesNotStart() throws Exception {
    try (Program program = server(Program.freePort(), Map.of(ENDPOINT, "collector"))) {
      assertThat(program.status()).isNotZero();
      assertThat(program.err())
          .contains(ENDPOINT + " must be an address such as http://localhost:4318")
          .doesNotContain("\tat ");
    }
  }
}
