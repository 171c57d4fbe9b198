package dev.easel.cli.serve;

import dev.easel.calculators.http.ImageStore;
import dev.easel.calculators.media.KeptImages;
import dev.easel.calculators.media.MediaSource;
import dev.easel.cli.shared.EaselVersion;
import dev.easel.cli.shared.Failures;
import dev.easel.cli.shared.StartTimes;
import dev.easel.cli.store.TaskOptions;
import dev.easel.framework.graph.GraphSettings;
import dev.easel.framework.resource.ResourceFactory;
import dev.easel.http.desk.DeskOffice;
import dev.easel.http.media.KeptMedia;
import dev.easel.http.media.MediaFetcher;
import dev.easel.http.server.HttpServer;
import dev.easel.http.server.ServerSettings;
import dev.easel.http.store.OpenStore;
import dev.easel.log.Logging;
import dev.easel.serving.Servable;
import dev.easel.serving.ServableState;
import dev.easel.serving.repository.RepositorySettings;
import dev.easel.serving.repository.RepositorySource;
import dev.easel.serving.repository.ServableRepository;
import dev.easel.store.DurableStore;
import dev.easel.task.file.FileShelf;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server with its repository, from the first port to the last answer. */
final class ServerProcess {
  private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

  private final RepositorySource source;
  private final ServerSettings settings;
  private final Set<ResourceFactory> resources;
  private final ServableRepository repository;
  private final HttpServer server;
  private final OpenStore images;
  private final Optional<MediaFetcher> media;
  private final KeptMedia kept;
  private final Optional<DurableStore> store;
  private final Optional<DeskOffice> office;
  private final Runnable endOfAccess;

  /** How long what runs may take to finish once the process is asked to end. */
  private final Duration shutdown;

  private final Logging log;
  private volatile boolean isEnding;

  /** What the process ends with. */
  private volatile int status;

  private final CountDownLatch ended = new CountDownLatch(1);

  /** Also what Java ends with when there is no memory. */
  private static final int BROKEN = 3;

  private ServerProcess(
      RepositorySource source,
      ServerSettings settings,
      Set<ResourceFactory> resources,
      ServableRepository repository,
      HttpServer server,
      OpenStore images,
      Optional<MediaFetcher> media,
      KeptMedia kept,
      Optional<DurableStore> store,
      Optional<DeskOffice> office,
      Runnable endOfAccess,
      Duration shutdown,
      Logging log) {
    this.endOfAccess = endOfAccess;
    this.source = source;
    this.settings = settings;
    this.resources = resources;
    this.repository = repository;
    this.server = server;
    this.images = images;
    this.media = media;
    this.kept = kept;
    this.store = store;
    this.office = office;
    this.shutdown = shutdown;
    this.log = log;
  }

  /**
   * Reads what is to be served and opens the port, before any model is loaded.
   *
   * @param endOfAccess closes keys and usage, once nothing is being answered any more and before
   *     the store
   * @param images keeps pictures; from now on this process's to close
   * @param media fetches pictures; from now on this process's to close
   * @param store keeps tasks; from now on this process's to close
   */
  static ServerProcess open(
      RepositorySource source,
      RepositorySettings repositorySettings,
      ServerSettings settings,
      Runnable endOfAccess,
      OpenStore images,
      Optional<MediaFetcher> media,
      boolean prefersUrls,
      Optional<DurableStore> store,
      TaskOptions tasks,
      MetricsOptions metrics,
      Duration shutdown,
      Logging log) {
    Set<ResourceFactory> resources =
        repositorySettings.calculators().now().registry().resourceFactories();
    resources.forEach(each -> each.prepare(repositorySettings.deployment()));
    KeptMedia kept =
        new KeptMedia(
            store.map(opened -> new FileShelf(opened.records(), opened.steadyClock())),
            images,
            settings.access()::hidesPicture,
            settings.limits().bytes(),
            settings.limits().totalBytes());
    GraphSettings graphs =
        repositorySettings
            .graphs()
            .withService(ImageStore.SERVICE, (ImageStore) images)
            .withService(ImageStore.PREFERRED, prefersUrls)
            .withService(KeptImages.SERVICE, (KeptImages) kept);
    if (media.isPresent()) {
      graphs = graphs.withService(MediaSource.SERVICE, (MediaSource) media.get());
    }
    ServableRepository repository =
        ServableRepository.open(source, repositorySettings.withGraphs(graphs));
    Optional<DeskOffice> office = store.map(opened -> tasks.office(opened, repository, settings));
    HttpServer server =
        HttpServer.open(
            settings,
            repository,
            images,
            metrics.families(repository.metrics()),
            log::droppedLines,
            EaselVersion.text(),
            office.map(DeskOffice::desk));
    return new ServerProcess(
        source,
        settings,
        resources,
        repository,
        server,
        images,
        media,
        kept,
        store,
        office,
        endOfAccess,
        shutdown,
        log);
  }

  /** Loads, says where everything is, and serves until the process is asked to end. */
  int serve(PrintWriter out) {
    Runtime.getRuntime().addShutdownHook(new Thread(this::end, "easel-end"));
    EndSignals.endWithSuccess();
    server.whenBroken(this::giveUp);
    StartTimes start = StartTimes.listens();
    LOG.info("Easel {} listens on {}", EaselVersion.text(), urls(server.addresses()));
    if (server.addresses().stream().anyMatch(one -> one.getAddress().isAnyLocalAddress())) {
      LOG.info(
          "these are all addresses of this machine{}; --rest_bind_address names the only one to"
              + " listen on, such as 127.0.0.1",
          settings.access().isDemanded() ? "" : ", and no key is asked for");
    }
    repository.warnings().forEach(warning -> LOG.warn("{}", warning));
    repository.load();
    repository.awaitFirstLoad();
    resources.forEach(ResourceFactory::settle);
    if (isEnding) {
      return awaitEnd();
    }
    if (source.isSingle() && served().isEmpty()) {
      status = Failures.FAILED;
      return status;
    }
    LOG.info("{}", start.text());
    new Greeting(repository, settings, server.addresses()).print(out);
    return awaitEnd();
  }

  /** A server that cannot answer some of its clients any more is worth less than a fresh one. */
  private void giveUp() {
    try {
      LOG.error(
          "a thread that serves connections has ended, as after an OutOfMemoryError; the process"
              + " ends with status {}, to be started again",
          BROKEN);
      log.close();
    } finally {
      Runtime.getRuntime().halt(BROKEN);
    }
  }

  private int awaitEnd() {
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return 0;
  }

  private List<Servable> served() {
    return repository.all().stream()
        .filter(servable -> servable.state() == ServableState.AVAILABLE)
        .toList();
  }

  /** Finishes what runs; a model that is being loaded cannot be stopped, and is not waited for. */
  private void end() {
    isEnding = true;
    ExitCall.find()
        .ifPresent(call -> LOG.error("the process ends although nobody asked it to: {}", call));
    LOG.info("asked to end; what runs has {} s to finish", shutdown.toSeconds());
    boolean serves = repository.isFirstLoadOver();
    long asked = System.nanoTime();
    Duration grace = serves ? shutdown : Duration.ZERO;
    office.ifPresent(DeskOffice::retire);
    server.close(grace);
    Duration left = grace.minusNanos(System.nanoTime() - asked);
    office.ifPresent(each -> each.close(left.isNegative() ? Duration.ZERO : left));
    settings.spans().close();
    endOfAccess.run();
    kept.close();
    store.ifPresent(DurableStore::close);
    if (!serves || repository.isLoading()) {
      LOG.info("ended while servables were being loaded");
      log.close();
      Runtime.getRuntime().halt(status);
    }
    repository.close();
    images.close();
    media.ifPresent(MediaFetcher::close);
    LOG.info("ended");
    log.close();
    ended.countDown();
  }

  private String urls(List<InetSocketAddress> addresses) {
    String scheme = settings.tls().isPresent() ? "https://" : "http://";
    return addresses.stream()
        .map(one -> scheme + RestOptions.host(one.getAddress()) + ":" + one.getPort())
        .collect(Collectors.joining(", "));
  }
}
