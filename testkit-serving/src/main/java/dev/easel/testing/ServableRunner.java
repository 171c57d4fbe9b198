package dev.easel.testing;

import dev.easel.calculators.http.ImageStore;
import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.http.store.MemoryImageStore;
import dev.easel.http.store.OpenStore;
import dev.easel.http.store.StoreLimits;
import dev.easel.picture.RgbImages;
import dev.easel.serving.Servable;
import dev.easel.serving.repository.RepositorySettings;
import dev.easel.serving.repository.RepositorySource;
import dev.easel.serving.repository.ServableRepository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Runs what a {@code config.json} or a folder with a {@code graph.pbtxt} serves, as the server
 * would, without a socket.
 *
 * <pre>{@code
 * try (ServableRunner servables = ServableRunner.open(Path.of("config.json"))) {
 *   RgbImages picture = servables.generation("a red circle").size(64, 64).send().good().picture();
 * }
 * }</pre>
 *
 * <p>Pictures that an answer names by URL are kept in memory until it is closed.
 *
 * <p>It knows the calculators of every {@code CalculatorProvider} on the class path, and reads no
 * jars. A graph whose device is {@code SIM} needs neither model nor native code.
 *
 * <p><b>Threads:</b> any.
 *
 * <p><b>Ownership:</b> whoever opened it closes it, when its answers are there.
 */
public final class ServableRunner implements AutoCloseable {
  private final ServableRepository repository;
  private final OpenStore store;

  private ServableRunner(ServableRepository repository, OpenStore store) {
    this.repository = repository;
    this.store = store;
  }

  /**
   * What a configuration serves.
   *
   * <p><b>Failure:</b> an {@link AssertionError} with every mistake, its file and line.
   *
   * @param config a {@code config.json}, or a folder with one, or a folder with a {@code
   *     graph.pbtxt}
   */
  public static ServableRunner open(Path config) {
    return open(config, registry());
  }

  /** The same; every model is simulated, whatever device its graph names. */
  public static ServableRunner simulated(Path config) {
    CalculatorRegistry.Builder registry = registry();
    SimulatedModels.standInFor(registry);
    return open(config, registry);
  }

  /** Of the context's class loader, so that a program may test calculators that it has loaded. */
  private static CalculatorRegistry.Builder registry() {
    return CalculatorRegistry.standardBuilder(Thread.currentThread().getContextClassLoader());
  }

  private static ServableRunner open(Path config, CalculatorRegistry.Builder registry) {
    OpenStore store = new MemoryImageStore(StoreLimits.DEFAULT);
    RepositorySettings standard =
        RepositorySettings.standard(registry.build()).withPoll(Duration.ZERO);
    RepositorySettings settings =
        standard.withGraphs(standard.graphs().withService(ImageStore.SERVICE, store));
    ServableRepository repository = ServableRepository.open(source(config), settings);
    try {
      repository.load();
      repository.awaitFirstLoad();
      checkLoaded(config, repository.all());
      return new ServableRunner(repository, store);
    } catch (RuntimeException | Error e) {
      repository.close();
      throw e;
    }
  }

  private static RepositorySource source(Path config) {
    if (!Files.isDirectory(config)) {
      return RepositorySource.configFile(config);
    }
    Path name = config.toAbsolutePath().normalize().getFileName();
    return Files.exists(config.resolve("config.json")) || name == null
        ? RepositorySource.folder(config)
        : RepositorySource.single(name.toString(), config);
  }

  private static void checkLoaded(Path config, List<Servable> servables) {
    if (servables.isEmpty()) {
      throw new AssertionError(config + " serves nothing");
    }
    String failures =
        servables.stream()
            .filter(servable -> servable.failure().isPresent())
            .map(servable -> servable.name() + ": " + servable.failure().orElseThrow())
            .collect(Collectors.joining("\n"));
    if (!failures.isEmpty()) {
      throw new AssertionError(config + " cannot be served\n" + failures);
    }
  }

  /** A request for pictures from a prompt, as JSON. */
  public ServableRequest generation(String prompt) {
    return new ServableRequest(this, "/v3/images/generations").field("prompt", prompt);
  }

  /** A request for a changed picture, as a form. */
  public ServableRequest edit(String prompt, RgbImages picture) {
    return new ServableRequest(this, "/v3/images/edits")
        .asForm()
        .field("prompt", prompt)
        .picture("image", picture);
  }

  /** A request with any path, which the graph may look at, such as {@code /v3/words}. */
  public ServableRequest request(String path) {
    return new ServableRequest(this, path);
  }

  /** Where pictures are kept that an answer names by URL. */
  ImageStore store() {
    return store;
  }

  /** The servable of a name or alias; without one the first. */
  Servable servable(String model) {
    return model.isEmpty()
        ? repository.all().get(0)
        : repository
            .find(model)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "there is no servable \"%s\"; there are %s"
                            .formatted(
                                model, repository.all().stream().map(Servable::name).toList())));
  }

  @Override
  public void close() {
    repository.close();
    store.close();
  }
}
