package dev.easel.serving.repository;

import dev.easel.framework.config.GraphConfigException;
import dev.easel.framework.config.GraphDescription;
import dev.easel.framework.config.Mistake;
import dev.easel.framework.graph.GraphExecutors;
import dev.easel.framework.graph.GraphSettings;
import dev.easel.framework.live.LiveProfile;
import dev.easel.framework.pool.SharedResources;
import dev.easel.framework.schedule.LentThreads;
import dev.easel.framework.scheduler.WorkerPool;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.serving.config.ServableEntry;
import dev.easel.serving.graph.GraphEnds;
import dev.easel.serving.graph.GraphSource;
import dev.easel.serving.graph.ImageGraph;
import dev.easel.serving.graph.QueueDirective;
import dev.easel.serving.graph.SuppliedSidePackets;
import dev.easel.serving.graph.WatchedPaths;
import dev.easel.serving.plugin.Calculators;
import dev.easel.serving.run.HangingCalls;
import dev.easel.serving.run.LoadedGraph;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns an entry into a graph that runs.
 *
 * <p><b>Threads</b>: any.
 */
final class GraphLoader {
  private static final Logger LOG = LoggerFactory.getLogger(GraphLoader.class);

  private final RepositorySettings settings;
  private final Optional<ImageGraph> madeGraph;

  /** The last description of each file: servables that share a file share its description. */
  private final Map<String, Parsed> parsed = new ConcurrentHashMap<>();

  private record Parsed(String text, WeakReference<GraphDescription> description) {}

  GraphLoader(RepositorySettings settings, Optional<ImageGraph> madeGraph) {
    this.settings = settings;
    this.madeGraph = madeGraph;
  }

  LoadLimits limits() {
    return settings.limits();
  }

  /** The entry's graph as text. */
  GraphSource source(ServableEntry entry) {
    if (!entry.mistakes().isEmpty()) {
      throw new GraphConfigException(
          StatusCode.INVALID_ARGUMENT, "the entry in the configuration is wrong", entry.mistakes());
    }
    return madeGraph
        .map(graph -> GraphSource.made(entry.basePath(), graph))
        .orElseGet(() -> GraphSource.read(entry))
        .with(entry.adapters());
  }

  /**
   * Parses and checks a graph that is to be served.
   *
   * <p><b>Failure</b>: {@link GraphConfigException} with every mistake and its place.
   */
  GraphDescription parse(GraphSource source) {
    Calculators.Snapshot calculators = settings.calculators().now();
    Parsed last = parsed.get(source.fileName());
    GraphDescription known =
        last == null || !last.text().equals(source.text()) ? null : last.description().get();
    if (known != null && known.registry() == calculators.registry()) {
      return known;
    }
    GraphDescription description = parse(source, calculators, true);
    parsed.put(source.fileName(), new Parsed(source.text(), new WeakReference<>(description)));
    return description;
  }

  /** The same for a graph that may have no ends for requests because it is run by hand. */
  GraphDescription parseAny(GraphSource source) {
    return parse(source, settings.calculators().now(), GraphEnds.areIn(source));
  }

  private GraphDescription parse(
      GraphSource source, Calculators.Snapshot calculators, boolean isServed) {
    List<Mistake> mistakes =
        new ArrayList<>(settings.checksQueues() ? QueueDirective.mistakes(source) : List.of());
    calculators.problemsOf(source.text()).forEach(p -> mistakes.add(ofJar(p, source)));
    Optional<GraphDescription> description = Optional.empty();
    try {
      description =
          Optional.of(
              GraphDescription.parse(source.text(), source.fileName(), calculators.registry()));
      if (isServed) {
        mistakes.addAll(GraphEnds.mistakes(description.get(), source));
        mistakes.addAll(SuppliedSidePackets.mistakes(description.get(), source));
      }
    } catch (GraphConfigException e) {
      if (e.mistakes().stream().anyMatch(m -> m.code() == StatusCode.NOT_FOUND)) {
        // What the graph lacks may be in a jar that cannot be read.
        calculators.problemsOfUnknownNames().forEach(p -> mistakes.add(ofJar(p, source)));
      }
      if (mistakes.isEmpty()) {
        throw e;
      }
      mistakes.addAll(0, e.mistakes());
    }
    if (mistakes.isEmpty()) {
      return description.orElseThrow();
    }
    throw new GraphConfigException(
        StatusCode.INVALID_ARGUMENT, "the graph cannot be served", mistakes);
  }

  private static Mistake ofJar(Calculators.Problem problem, GraphSource source) {
    return new Mistake(
        StatusCode.FAILED_PRECONDITION, source.fileName(), 0, 0, "", problem.message(), "");
  }

  /** The jars whose change is a change of the graph. */
  List<Path> jars(GraphSource source) {
    return settings.calculators().now().namedBy(source.text());
  }

  /** Where a jar may turn up that a graph lacks. */
  Optional<Path> jarFolder() {
    return settings.calculators().folder();
  }

  /** Looks, without opening them, whether the resources of a graph could be opened. */
  List<Mistake> check(GraphSource source, GraphDescription description) {
    return SharedResources.check(description, source.base(), settings.deployment()).stream()
        .map(e -> new Mistake(e.code(), source.fileName(), 0, 0, "", e.message(), ""))
        .toList();
  }

  /** What is to be known of resources that could be opened. */
  List<Mistake> warnings(GraphSource source, GraphDescription description) {
    return SharedResources.warnings(description, source.base(), settings.deployment()).stream()
        .map(text -> new Mistake(StatusCode.OK, source.fileName(), 0, 0, "", text, ""))
        .toList();
  }

  /** The further names that the graph will ask for. */
  List<String> aliases(GraphSource source, GraphDescription description) {
    return SharedResources.aliases(description, source.base(), settings.deployment());
  }

  /**
   * Looks whether the bare model keeps its names.
   *
   * <p><b>Failure</b>: {@code ALREADY_EXISTS} when an adapter of the graph has one of them.
   */
  void checkNames(ServableEntry entry, GraphSource source, GraphDescription description) {
    for (String variant :
        SharedResources.variants(description, source.base(), settings.deployment())) {
      if (variant.equals(entry.name()) || entry.aliases().contains(variant)) {
        throw new StatusException(
            StatusCode.ALREADY_EXISTS,
            ("the alias '%s' of servable '%s' is a name of the servable itself, which stands for its"
                    + " bare model; give the adapter another alias")
                .formatted(variant, entry.name()));
      }
    }
  }

  /** Opens what the graph's nodes share, which is where models are loaded. */
  LoadedGraph open(
      String name, GraphSource source, GraphDescription description, Runnable onClosed) {
    Optional<WorkerPool> threads =
        hasExecutor(description)
            ? Optional.empty()
            : Optional.of(new WorkerPool(name, settings.threads()));
    GraphExecutors executors =
        GraphExecutors.open(
            description,
            settingsOf(description, threads),
            Optional.of(new LentThreads((node, thread) -> tellOverdue(name, node, thread))));
    try {
      SharedResources resources =
          SharedResources.open(description, source.base(), settings.deployment());
      try {
        return new LoadedGraph(
            description,
            GraphEnds.of(description),
            resources,
            executors,
            threads,
            settings.countsRuns()
                ? settings.graphs().withLive(new LiveProfile(description.plan()))
                : settings.graphs(),
            applicationThreads(description),
            new HangingCalls(),
            onClosed);
      } catch (RuntimeException | Error e) {
        resources.close();
        throw e;
      }
    } catch (RuntimeException | Error e) {
      executors.close();
      throw e;
    }
  }

  private static void tellOverdue(String servable, String node, Thread thread) {
    LOG.warn(
        "servable '{}': a call of node \"{}\" has held the thread \"{}\" for more than 50 ms, though"
            + " its calculator promises not to block; the servable runs on threads of its own now{}",
        servable,
        node,
        thread.getName(),
        HangingCalls.place(thread));
  }

  /** Whether the graph's default executor is its own, or the application's. */
  private boolean hasExecutor(GraphDescription description) {
    return hasOwnExecutor(description) || settings.graphs().executors().containsKey("");
  }

  private static boolean hasOwnExecutor(GraphDescription description) {
    return description.plan().executors().stream()
        .anyMatch(each -> each.name().isEmpty() && !each.type().isEmpty());
  }

  /**
   * Where the nodes run: as the graph says, else on the application's threads, else on a share of
   * threads that is the servable's own, so that calls that hang keep no other one from its work.
   */
  private GraphSettings settingsOf(GraphDescription description, Optional<WorkerPool> threads) {
    GraphSettings given = settings.graphs();
    return hasOwnExecutor(description)
        ? given.withoutExecutor("")
        : threads.map(pool -> given.withExecutor("", pool)).orElse(given);
  }

  private Optional<Executor> applicationThreads(GraphDescription description) {
    return GraphExecutors.areApplicationThreads(description)
        ? Optional.of(settings.graphs().executors().getOrDefault("", GraphLoader::onNewThread))
        : Optional.empty();
  }

  private static void onNewThread(Runnable task) {
    Thread thread = new Thread(task, "easel-application");
    thread.setDaemon(true);
    thread.start();
  }

  /** The files and folders that the graph's options name. */
  static List<Path> named(GraphDescription description, GraphSource source) {
    return List.copyOf(WatchedPaths.of(description, source.base()));
  }
}
