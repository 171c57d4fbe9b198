package dev.easel.clients;

import dev.easel.calculators.http.ImageStore;
import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.http.server.HttpServer;
import dev.easel.http.server.ServerSettings;
import dev.easel.http.store.MemoryImageStore;
import dev.easel.http.store.StoreLimits;
import dev.easel.serving.ServableState;
import dev.easel.serving.repository.RepositorySettings;
import dev.easel.serving.repository.RepositorySource;
import dev.easel.serving.repository.ServableRepository;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The server as it ships, graphs and model included, on a free port of the loopback address. */
final class ShippedServer implements AutoCloseable {
  private static final Path CONFIG = Path.of("..", "graphs", "config.json");

  private final ServableRepository repository;
  private final HttpServer server;

  private ShippedServer(ServableRepository repository, HttpServer server) {
    this.repository = repository;
    this.server = server;
  }

  /** Loads what ships; fails with the reasons when a servable does not load. */
  static ShippedServer open() {
    return open(CONFIG);
  }

  /** The same with other servables. */
  static ShippedServer open(Path config) {
    MemoryImageStore images = new MemoryImageStore(StoreLimits.DEFAULT);
    RepositorySettings settings =
        RepositorySettings.standard(CalculatorRegistry.standard()).withPoll(Duration.ZERO);
    ServableRepository repository =
        ServableRepository.open(
            RepositorySource.configFile(config),
            settings.withGraphs(
                settings.graphs().withService(ImageStore.SERVICE, (ImageStore) images)));
    HttpServer server =
        HttpServer.open(
            ServerSettings.on(List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))),
            repository,
            images,
            Optional.empty(),
            () -> 0,
            "test");
    repository.load();
    repository.awaitFirstLoad();
    repository.all().stream()
        .filter(servable -> servable.state() != ServableState.AVAILABLE)
        .forEach(
            servable -> {
              throw new AssertionError(servable.name() + ": " + servable.failure());
            });
    return new ShippedServer(repository, server);
  }

  /** The address that a client gets as its base, such as {@code http://127.0.0.1:1234/v3}. */
  String base(String prefix) {
    InetSocketAddress address = server.addresses().get(0);
    return "http://127.0.0.1:" + address.getPort() + prefix;
  }

  @Override
  public void close() {
    server.close(Duration.ofSeconds(10));
    repository.close();
  }
}
