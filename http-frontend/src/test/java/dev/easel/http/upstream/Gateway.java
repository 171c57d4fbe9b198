package dev.easel.http.upstream;

import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.http.TestServer;
import dev.easel.http.server.ServerSettings;
import dev.easel.serving.Servable;
import dev.easel.serving.repository.RepositorySettings;
import dev.easel.serving.repository.RepositorySource;
import dev.easel.serving.repository.ServableRepository;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/** A server whose one servable, {@code up}, passes its requests on. */
final class Gateway implements AutoCloseable {

  /** The key that upstreams are shown. */
  static final String KEY = "sk-easel-secret-0123456789";

  final TestServer http;
  private final ServableRepository repository;

  private Gateway(TestServer http, ServableRepository repository) {
    this.http = http;
    this.repository = repository;
  }

  /** The text of a graph whose node, {@code far}, has these options. */
  static String graph(String options) {
    return """
    input_stream: "HTTP_REQUEST_PAYLOAD:request"
    output_stream: "HTTP_RESPONSE_PAYLOAD:response"
    node {
      name: "far"
      calculator: "UpstreamImagesCalculator"
      input_stream: "HTTP_REQUEST_PAYLOAD:request"
      input_stream: "LOOPBACK:turn"
      input_stream_info { tag_index: "LOOPBACK" back_edge: true }
      input_side_packet: "UPSTREAMS:upstreams"
      output_stream: "HTTP_RESPONSE_PAYLOAD:response"
      output_stream: "LOOPBACK:turn"
      node_options {
        [type.googleapis.com/mediapipe.UpstreamImagesCalculatorOptions] {
          %s
        }
      }
    }
    """
        .formatted(options);
  }

  /** One upstream that is shown the key in the folder's file. */
  static String to(int port, String more) {
    return "upstreams { base_url: \"http://127.0.0.1:%d/v1\" api_key_file: \"key\" %s }"
        .formatted(port, more);
  }

  /** Writes the graph and the key; returns the config.json. */
  static Path write(Path folder, String options) throws IOException {
    Path place = Files.createDirectories(folder.resolve("up"));
    Files.writeString(place.resolve("graph.pbtxt"), graph(options));
    Files.writeString(place.resolve("key"), KEY + "\n");
    Path config = folder.resolve("config.json");
    Files.writeString(
        config,
        "{\"model_config_list\": [{\"config\": {\"name\": \"up\", \"base_path\": \"up\"}}]}");
    return config;
  }

  static Gateway open(Path folder, String options) throws IOException {
    return open(folder, options, settings -> settings);
  }

  static Gateway open(Path folder, String options, UnaryOperator<ServerSettings> change)
      throws IOException {
    Path config = write(folder, options);
    ServableRepository repository =
        ServableRepository.open(
            RepositorySource.configFile(config),
            RepositorySettings.standard(CalculatorRegistry.standard()).withPoll(Duration.ZERO));
    repository.load();
    repository.awaitFirstLoad();
    for (Servable servable : repository.all()) {
      servable
          .failure()
          .ifPresent(
              why -> {
                repository.close();
                throw new AssertionError(servable.name() + ": " + why);
              });
    }
    return new Gateway(TestServer.counting(change, repository), repository);
  }

  /** The fields that every request here has, with more. */
  static String ask(String more) {
    return "{\"model\": \"up\", \"prompt\": \"a red cup\"%s}".formatted(more);
  }

  HttpResponse<String> generate(String more) throws IOException, InterruptedException {
    return http.post("/v1/images/generations", ask(more));
  }

  /** What this server must never tell a client. */
  static List<String> secrets(int port) {
    return List.of(KEY, "secret", "127.0.0.1", "localhost", String.valueOf(port));
  }

  @Override
  public void close() {
    http.close();
    repository.close();
  }
}
