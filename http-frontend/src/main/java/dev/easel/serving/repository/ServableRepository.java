package dev.easel.serving.repository;

import dev.easel.framework.config.Mistake;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.serving.ReloadResult;
import dev.easel.serving.Servable;
import dev.easel.serving.Servables;
import dev.easel.serving.config.ConfigException;
import dev.easel.serving.config.MetricsEntry;
import dev.easel.serving.config.RepositoryConfig;
import dev.easel.serving.config.ServableEntry;
import dev.easel.serving.config.ServableEntry.Adapter;
import dev.easel.serving.file.FileState;
import dev.easel.serving.graph.GraphSource;
import dev.easel.serving.repository.Reconciler.Pass;
import dev.easel.serving.repository.RunTimeAdapters.Removed;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the servables of one source, keeps them as their files say, and closes them.
 *
 * <p>One keeper thread compares files with what is loaded; a few loader threads load. A servable
 * that fails keeps its reason and harms no other.
 *
 * <p><b>Threads</b>: any.
 *
 * <p><b>Ownership</b>: whoever opened it closes it; models are closed when their last run has
 * ended.
 *
 * <p><b>Failure</b>: opening fails only when the list of servables cannot be read at all.
 */
public final class ServableRepository implements Servables, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ServableRepository.class);

  /** How soon a file that has just changed is looked at again, to let its writer finish. */
  private static final long SETTLE_MILLIS = 100;

  /** How often idle servables are looked for; what they wait for is counted in seconds. */
  private static final long IDLE_MILLIS = 250;

  /** A file that is being written when the server starts is read again before it counts. */
  private static final int READS = 3;

  private static final long READ_AGAIN_MILLIS = 10;

  private final RepositorySource source;
  private final ServableNames names = new ServableNames();
  private final GraphLoader loader;
  private final Reconciler reconciler;
  private final ScheduledExecutorService keeper;
  private final ThreadPoolExecutor loaders;
  private final long pollMillis;
  private final RunTimeAdapters adapters;

  /** One adapter is added or removed at a time, so that a failure takes back the right one. */
  private final ReentrantLock changing = new ReentrantLock();

  private volatile Future<?> idleLook = CompletableFuture.completedFuture(null);
  private volatile Future<?> nextLook = CompletableFuture.completedFuture(null);
  private volatile Optional<CompletableFuture<Void>> firstLoad = Optional.empty();
  private RepositoryConfig config;
  private FileState configState = FileState.NONE;
  private volatile Optional<String> failure = Optional.empty();

  private ServableRepository(RepositorySource source, RepositorySettings settings) {
    this.source = source;
    this.adapters = new RunTimeAdapters(settings.deployment());
    this.keeper = Executors.newSingleThreadScheduledExecutor(r -> daemon(r, "easel-keeper"));
    int parallel = settings.limits().parallel();
    this.loaders =
        new ThreadPoolExecutor(
            parallel,
            parallel,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            r -> daemon(r, "easel-loader"));
    this.loader = new GraphLoader(settings, source.madeGraph());
    this.reconciler = new Reconciler(loader, names, loaders);
    this.configState = FileState.look(source.listFiles(), FileState.NONE);
    this.config = firstRead(source);
    this.pollMillis = settings.poll().toMillis();
  }

  /**
   * Reads the list of servables; {@link #load} loads them.
   *
   * <p><b>Failure</b>: {@link ConfigException}.
   */
  public static ServableRepository open(RepositorySource source, RepositorySettings settings) {
    return new ServableRepository(source, settings);
  }

  private static RepositoryConfig firstRead(RepositorySource source) {
    for (int read = 1; ; read++) {
      try {
        return source.read();
      } catch (ConfigException e) {
        if (read == READS || e.kind() == ConfigException.Kind.UNREADABLE) {
          throw e;
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(READ_AGAIN_MILLIS));
      }
    }
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /** The {@code monitoring} block as it stands now. */
  public synchronized Optional<MetricsEntry> metrics() {
    return config.metrics();
  }

  /** What the configuration says without effect. */
  public synchronized List<Mistake> warnings() {
    return config.warnings();
  }

  /** Why the list of servables could not be read again; the last good one counts meanwhile. */
  public Optional<String> failure() {
    return failure;
  }

  @Override
  public Optional<Servable> find(String nameOrAlias) {
    return names.find(nameOrAlias);
  }

  @Override
  public List<Servable> all() {
    return names.all();
  }

  /** Begins to load every servable, and then to look for changes; does not wait for the loads. */
  public synchronized void load() {
    firstLoad = Optional.of(reconciler.reconcile(config, true).loads());
    if (pollMillis > 0) {
      nextLook = lookIn(pollMillis);
    }
    idleLook =
        keeper.scheduleWithFixedDelay(
            this::lookAfter, IDLE_MILLIS, IDLE_MILLIS, TimeUnit.MILLISECONDS);
  }

  private synchronized void lookAfter() {
    reconciler.lookAfter();
  }

  @Override
  public int waitingLoads() {
    return reconciler.waitingLoads();
  }

  @Override
  public boolean isFirstLoadOver() {
    return firstLoad.map(CompletableFuture::isDone).orElse(false);
  }

  /** Whether a servable is being loaded, or waits to be. */
  public boolean isLoading() {
    return loaders.getActiveCount() > 0 || !loaders.getQueue().isEmpty();
  }

  /** Waits until the first attempt to load everything has ended, well or badly. */
  public void awaitFirstLoad() {
    firstLoad.ifPresent(CompletableFuture::join);
  }

  @Override
  public ReloadResult reload() {
    Pass pass = CompletableFuture.supplyAsync(() -> look(true), keeper).join();
    pass.loads().join();
    return new ReloadResult(pass.changed(), failure);
  }

  @Override
  public void addAdapter(Optional<String> servable, String alias, String file) {
    Adapter adapter = adapters.adapter(alias, file);
    changing.lock();
    try {
      Servable target = target(servable);
      if (find(alias).isPresent()) {
        throw new StatusException(
            StatusCode.ALREADY_EXISTS, "lora_name: '" + alias + "' is in use already");
      }
      check(target.name(), adapter);
      adapters.add(target.name(), adapter);
      reload();
      if (!target.aliases().contains(alias)) {
        String why = target.failure().orElse("the servable is not loaded");
        adapters.remove(alias);
        reload();
        throw new StatusException(StatusCode.INVALID_ARGUMENT, why);
      }
    } finally {
      changing.unlock();
    }
  }

  @Override
  public void removeAdapter(String alias) {
    adapters.checkOn();
    changing.lock();
    try {
      Removed removed =
          adapters
              .remove(alias)
              .orElseThrow(
                  () ->
                      new StatusException(
                          StatusCode.NOT_FOUND,
                          "lora_name: no adapter '" + alias + "' was loaded at run time"));
      reload();
      Optional<Servable> servable = find(removed.servable());
      Optional<String> failure = servable.flatMap(Servable::failure);
      if (failure.isPresent()) {
        adapters.add(removed.servable(), removed.adapter());
        throw new StatusException(StatusCode.FAILED_PRECONDITION, failure.get());
      }
    } finally {
      changing.unlock();
    }
  }

  /** Finds what is wrong without loading anything. */
  private synchronized void check(String servable, Adapter adapter) {
    for (ServableEntry entry : adapters.extend(config).servables()) {
      if (entry.name().equals(servable)) {
        List<Adapter> all = new ArrayList<>(entry.adapters());
        all.add(adapter);
        GraphSource graph = loader.source(entry.withAdapters(all));
        List<Mistake> mistakes = loader.check(graph, loader.parse(graph));
        if (!mistakes.isEmpty()) {
          throw new StatusException(StatusCode.INVALID_ARGUMENT, mistakes.get(0).message());
        }
      }
    }
  }

  private Servable target(Optional<String> servable) {
    List<Servable> all = all();
    if (servable.isEmpty() && all.size() != 1) {
      throw new StatusException(
          StatusCode.INVALID_ARGUMENT,
          "model is missing; it says which of the %d servables is meant".formatted(all.size()));
    }
    return servable.isEmpty()
        ? all.get(0)
        : all.stream()
            .filter(each -> each.name().equals(servable.get()))
            .findFirst()
            .orElseThrow(
                () ->
                    new StatusException(
                        StatusCode.NOT_FOUND, "model: there is no '" + servable.get() + "'"));
  }

  private Future<?> lookIn(long millis) {
    return keeper.schedule(this::poll, millis, TimeUnit.MILLISECONDS);
  }

  private void poll() {
    boolean isSettled = true;
    try {
      isSettled = look(false).isSettled();
    } catch (RuntimeException e) {
      if (!keeper.isShutdown()) { // else it meets what the close has ended already
        LOG.error("looking for changes failed; it will be tried again", e);
      }
    }
    if (!keeper.isShutdown()) {
      nextLook = lookIn(isSettled ? pollMillis : Math.min(SETTLE_MILLIS, pollMillis));
    }
  }

  private synchronized Pass look(boolean now) {
    FileState seen = FileState.look(source.listFiles(), configState);
    if (now || failure.isPresent() || source.listFiles().isEmpty() || !seen.isSameAs(configState)) {
      read(seen);
    }
    return reconciler.reconcile(adapters.extend(config), now);
  }

  private void read(FileState seen) {
    try {
      config = source.read();
      failure = Optional.empty();
    } catch (ConfigException | UncheckedIOException | StatusException e) {
      String message = String.valueOf(e.getMessage());
      if (!failure.equals(Optional.of(message))) {
        LOG.error("the list of servables cannot be read, the last good one counts: {}", message);
      }
      failure = Optional.of(message);
    }
    configState = seen;
  }

  /**
   * Takes no more requests and closes what is loaded; a model that is still at work is closed when
   * its last run ends.
   */
  @Override
  public void close() {
    keeper.shutdown();
    nextLook.cancel(false);
    idleLook.cancel(false);
    loaders.shutdown();
    try {
      // A model that is being loaded cannot be stopped; leaving it behind would leak it.
      if (!loaders.awaitTermination(60, TimeUnit.SECONDS)) {
        LOG.warn("a servable is still being loaded; its model is not closed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (this) {
      reconciler.retireAll();
    }
  }
}
