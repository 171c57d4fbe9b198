package dev.easel.serving.run;

import dev.easel.calculators.http.HttpRequestPayload;
import dev.easel.calculators.media.KeptImages;
import dev.easel.calculators.media.MediaSource;
import dev.easel.calculators.model.ImageModel;
import dev.easel.calculators.model.Resolution;
import dev.easel.calculators.model.TuningReport;
import dev.easel.calculators.model.WatchedModel;
import dev.easel.calculators.queue.QueuedModel;
import dev.easel.calculators.request.RequestParser;
import dev.easel.calculators.upstream.UpstreamReport;
import dev.easel.calculators.upstream.WatchedUpstreams;
import dev.easel.framework.config.GraphDescription;
import dev.easel.framework.graph.GraphExecutors;
import dev.easel.framework.graph.GraphSettings;
import dev.easel.framework.live.LiveProfile;
import dev.easel.framework.live.LiveReport;
import dev.easel.framework.pool.SharedResources;
import dev.easel.framework.schedule.LentThreads;
import dev.easel.framework.scheduler.WorkerPool;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.serving.Occupancy;
import dev.easel.serving.WorkerReport;
import dev.easel.serving.graph.GraphEnds;
import dev.easel.serving.graph.ResultLimit;
import dev.easel.serving.result.ResultCache;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.Executor;

/**
 * A graph with its models in memory, ready to run.
 *
 * <p><b>Threads</b>: any.
 *
 * <p><b>Ownership</b>: counts who uses it. The servable holds one use from the start; executors and
 * resources are closed with the last.
 */
public final class LoadedGraph {
  /** How long requests may wait for a thread. */
  private static final Duration STALLED = Duration.ofSeconds(10);

  /** Each has a thread that does not end: with more, a servable would take the machine's memory. */
  private static final int MOST_HANGING = 16;

  private final GraphDescription description;
  private final GraphEnds ends;
  private final SharedResources resources;
  private final GraphExecutors executors;
  private final Optional<WorkerPool> threads;
  private final GraphSettings settings;
  private final Optional<Executor> applicationThreads;
  private final List<QueuedModel> models;
  private final List<WatchedModel> watched;
  private final HangingCalls hanging;
  private final Optional<ResultCache> results;
  private final Runnable onClosed;
  private int uses = 1;
  private volatile long lastUseNanos = System.nanoTime();

  /**
   * A graph that was loaded, with what was opened for it.
   *
   * @param threads those that are the servable's own, if it has such
   * @param applicationThreads where somebody waits for a run whose nodes run on waiting threads
   */
  public LoadedGraph(
      GraphDescription description,
      GraphEnds ends,
      SharedResources resources,
      GraphExecutors executors,
      Optional<WorkerPool> threads,
      GraphSettings settings,
      Optional<Executor> applicationThreads,
      HangingCalls hanging,
      Runnable onClosed) {
    this.description = description;
    this.ends = ends;
    this.resources = resources;
    this.executors = executors;
    this.threads = threads;
    this.settings = settings.withExecutors(executors).withGivenUp(hanging);
    this.applicationThreads = applicationThreads;
    models = resources.all(QueuedModel.class);
    watched = resources.all(WatchedModel.class);
    this.hanging = hanging;
    OptionalLong kept = ResultLimit.of(description);
    results = kept.isPresent() ? Optional.of(new ResultCache(kept.getAsLong())) : Optional.empty();
    this.onClosed = onClosed;
  }

  GraphDescription description() {
    return description;
  }

  GraphEnds ends() {
    return ends;
  }

  SharedResources resources() {
    return resources;
  }

  GraphSettings settings() {
    return settings;
  }

  /** The threads that may be lent to its runs; empty where a call of its nodes may block. */
  Optional<LentThreads> lent() {
    return executors.lent();
  }

  /** The answers that it has given, if it keeps them. */
  Optional<ResultCache> results() {
    return results;
  }

  /** Where somebody waits for a run, if its nodes run on threads that do. */
  Optional<Executor> applicationThreads() {
    return applicationThreads;
  }

  public List<String> aliases() {
    return resources.aliases();
  }

  /** What the pipelines of its first image model are for. */
  List<String> imageEndpoints() {
    return resources.all(ImageModel.class).stream()
        .findFirst()
        .map(model -> model.description().endpoints())
        .orElse(List.of());
  }

  /** What its first image model makes well. */
  List<String> imageSizes() {
    return resources.all(ImageModel.class).stream()
        .findFirst()
        .map(model -> model.description().goodSizes().stream().map(Resolution::toString).toList())
        .orElse(List.of());
  }

  boolean isListed() {
    return resources.isListed();
  }

  /** Takes one more use; false when the graph is closed already. */
  synchronized boolean tryUse() {
    if (uses == 0) {
      return false;
    }
    uses++;
    lastUseNanos = System.nanoTime();
    return true;
  }

  /**
   * Looks whether a run may begin.
   *
   * <p><b>Failure</b>: {@code UNAVAILABLE} when too many of the graph's calls hang.
   */
  void checkTakesRequests() {
    if (hanging.count() >= MOST_HANGING) {
      throw new StatusException(
          StatusCode.UNAVAILABLE,
          "the servable takes no requests: %d of its calls hang".formatted(hanging.count()));
    }
  }

  /** What its runs do, if that is counted. */
  Optional<LiveReport> live() {
    return settings.live().map(LiveProfile::report);
  }

  /** How many calls hang. */
  int hangingCalls() {
    return hanging.count();
  }

  /** What keeps it from working on requests; empty when nothing does. */
  Optional<String> obstacle() {
    return watched.stream()
        .flatMap(model -> model.obstacle().stream())
        .findFirst()
        .or(hanging::describe)
        .or(() -> threads.flatMap(LoadedGraph::stalled));
  }

  /** What is to be known of its models although they work. */
  List<String> warnings() {
    return watched.stream().flatMap(model -> model.warnings().stream()).toList();
  }

  /** How its models were compiled. */
  List<TuningReport> tuning() {
    return watched.stream().flatMap(model -> model.tuning().stream()).toList();
  }

  /** What became of the processes of its models. */
  WorkerReport workers() {
    Map<String, Long> deaths = new TreeMap<>();
    watched.forEach(
        model -> model.deaths().forEach((reason, count) -> deaths.merge(reason, count, Long::sum)));
    return new WorkerReport(
        (int)
            watched.stream()
                .mapToLong(model -> model.process().orElse(0))
                .filter(it -> it > 0)
                .distinct()
                .count(),
        deaths,
        watched.stream().mapToLong(WatchedModel::restarts).sum());
  }

  /** What became of its requests to other servers. */
  List<UpstreamReport> upstreams() {
    return resources.all(WatchedUpstreams.class).stream()
        .flatMap(node -> node.reports().stream())
        .toList();
  }

  private static Optional<String> stalled(WorkerPool pool) {
    Duration time = pool.stalledFor();
    if (time.compareTo(STALLED) < 0) {
      return Optional.empty();
    }
    String place =
        pool.threads().stream()
            .findFirst()
            .map(one -> "; thread \"" + one.getName() + "\" is" + HangingCalls.place(one))
            .orElse("");
    return Optional.of(
        "all %d threads of its graphs are in calls, and none has ended one for %d s%s"
            .formatted(pool.width(), time.toSeconds(), place));
  }

  /** Whether requests wait in a line for a model. */
  boolean hasLine() {
    return !models.isEmpty();
  }

  /** How busy its models are; a graph of several is as wide as its narrowest. */
  Occupancy occupancy() {
    if (models.isEmpty()) {
      return Occupancy.UNKNOWN;
    }
    return new Occupancy(
        models.stream().mapToInt(model -> model.queue().concurrent()).min().orElse(1),
        models.stream().mapToInt(model -> model.queue().running()).max().orElse(0),
        models.stream().mapToLong(model -> model.queue().runningBytes()).sum(),
        waiting(),
        models.stream().mapToDouble(model -> model.queue().waitingSeconds()).sum());
  }

  /** Reads a request as the graph's only model would, if the graph has it read so. */
  void check(HttpRequestPayload payload) {
    List<ImageModel> readers = resources.all(ImageModel.class);
    if (readers.size() == 1 && GraphEnds.readAsImages(description)) {
      new RequestParser(
              readers.get(0).description(),
              settings.service(MediaSource.SERVICE),
              settings.service(KeptImages.SERVICE))
          .parse(payload);
    }
  }

  /** How many tasks wait for a model. */
  int waiting() {
    return models.stream().mapToInt(model -> model.queue().length()).sum();
  }

  /** Whether no run uses it. */
  synchronized boolean isUnused() {
    return uses <= 1;
  }

  /** When a run last began or ended. */
  long lastUseNanos() {
    return lastUseNanos;
  }

  /** Gives one use back. */
  public void release() {
    synchronized (this) {
      lastUseNanos = System.nanoTime();
      uses--;
      if (uses != 0) {
        return;
      }
    }
    try {
      executors.close();
      threads.ifPresent(WorkerPool::close);
    } finally {
      closeResources();
    }
  }

  private void closeResources() {
    try {
      resources.close();
    } finally {
      onClosed.run();
    }
  }
}
