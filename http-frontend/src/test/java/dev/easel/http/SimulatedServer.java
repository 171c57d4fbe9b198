package dev.easel.http;

import dev.easel.calculators.http.ImageStore;
import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.framework.graph.GraphSettings;
import dev.easel.http.server.ServerSettings;
import dev.easel.http.store.MemoryImageStore;
import dev.easel.http.store.StoreLimits;
import dev.easel.serving.Servable;
import dev.easel.serving.repository.RepositorySettings;
import dev.easel.serving.repository.RepositorySource;
import dev.easel.serving.repository.ServableRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A server of graphs of one node, most with models that compute nothing; shows its metrics. */
public final class SimulatedServer implements AutoCloseable {

  private static final String GRAPH =
      """
      input_stream: "HTTP_REQUEST_PAYLOAD:input"
      output_stream: "HTTP_RESPONSE_PAYLOAD:output"
      node {
        calculator: "ImageGenCalculator"
        input_stream: "HTTP_REQUEST_PAYLOAD:input"
        input_side_packet: "IMAGE_GEN_NODE_RESOURCES:pipes"
        output_stream: "HTTP_RESPONSE_PAYLOAD:output"
        node_options: {
          [type.googleapis.com/mediapipe.ImageGenCalculatorOptions]: {
            %s
          }
        }
      }
      """;

  public final TestServer http;
  private final ServableRepository repository;

  private SimulatedServer(TestServer http, ServableRepository repository) {
    this.http = http;
    this.repository = repository;
  }

  /** A server of one model, {@code sim}, with these options beside its device. */
  public static SimulatedServer open(Path folder, String options) throws IOException {
    return open(folder, Map.of("sim", simulated(options)), settings -> settings);
  }

  /** The options of a model that computes nothing and runs one request at a time. */
  public static String simulated(String more) {
    return "models_path: \".\" device: \"SIM\" max_concurrent: 1 " + more;
  }

  /** A server of several models, each with its options. */
  public static SimulatedServer open(
      Path folder, Map<String, String> models, UnaryOperator<ServerSettings> change)
      throws IOException {
    return open(folder, models, change, new MemoryImageStore(StoreLimits.DEFAULT));
  }

  /** A server of several models that keeps its pictures in a store, which stays the caller's. */
  public static SimulatedServer open(
      Path folder,
      Map<String, String> models,
      UnaryOperator<ServerSettings> change,
      ImageStore images)
      throws IOException {
    return open(folder, models, change, images, graphs -> graphs);
  }

  /** The same with further services for its graphs. */
  public static SimulatedServer open(
      Path folder,
      Map<String, String> models,
      UnaryOperator<ServerSettings> change,
      ImageStore images,
      UnaryOperator<GraphSettings> services)
      throws IOException {
    Path config = write(folder, models);
    RepositorySettings settings =
        RepositorySettings.standard(CalculatorRegistry.standard()).withPoll(Duration.ZERO);
    ServableRepository repository =
        ServableRepository.open(
            RepositorySource.configFile(config),
            settings.withGraphs(
                services.apply(settings.graphs().withService(ImageStore.SERVICE, images))));
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
    return new SimulatedServer(TestServer.counting(change, repository, images), repository);
  }

  /** The text of a graph whose only node has these options. */
  public static String graph(String options) {
    return GRAPH.formatted(options);
  }

  /** Writes what a server of these models loads; returns its config.json. */
  public static Path write(Path folder, Map<String, String> models) throws IOException {
    List<String> entries = new ArrayList<>();
    for (Map.Entry<String, String> model : models.entrySet()) {
      Path place = Files.createDirectories(folder.resolve(model.getKey()));
      Files.writeString(place.resolve("graph.pbtxt"), graph(model.getValue()));
      entries.add(
          "{\"config\": {\"name\": \"%1$s\", \"base_path\": \"%1$s\"}}".formatted(model.getKey()));
    }
    Path config = folder.resolve("config.json");
    Files.writeString(config, "{\"model_config_list\": [" + String.join(", ", entries) + "]}");
    return config;
  }

  /** The value of a metric with its labels as they are shown; 0 when there is none yet. */
  public double metric(String series) throws IOException, InterruptedException {
    return http.get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(series + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
        .sum();
  }

  /** Waits until a metric has a value. */
  public void await(String series, double value) throws IOException, InterruptedException {
    while (metric(series) != value) {
      Thread.onSpinWait();
    }
  }

  /** How many runs of a model were stopped for a reason. */
  public double cancelled(String model, String reason) throws IOException, InterruptedException {
    return metric("easel_runs_cancelled{name=\"%s\",reason=\"%s\"}".formatted(model, reason));
  }

  /** Waits until nothing runs or waits on a model. */
  public void awaitRest(String model) throws IOException, InterruptedException {
    await("ovms_current_graphs{name=\"%s\"}".formatted(model), 0);
    await("easel_waiting_requests{name=\"%s\"}".formatted(model), 0);
  }

  @Override
  public void close() {
    http.close();
    repository.close();
  }
}
