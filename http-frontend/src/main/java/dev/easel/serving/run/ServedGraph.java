package dev.easel.serving.run;

import dev.easel.calculators.http.HttpRequestPayload;
import dev.easel.calculators.http.RetryLaterException;
import dev.easel.calculators.model.TuningReport;
import dev.easel.calculators.upstream.UpstreamReport;
import dev.easel.framework.live.LiveReport;
import dev.easel.framework.plan.GraphPlan;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.serving.CacheReport;
import dev.easel.serving.LoadPhase;
import dev.easel.serving.LoadProgress;
import dev.easel.serving.Occupancy;
import dev.easel.serving.RunHandle;
import dev.easel.serving.RunListener;
import dev.easel.serving.RunTerms;
import dev.easel.serving.Servable;
import dev.easel.serving.ServableState;
import dev.easel.serving.WorkerReport;
import dev.easel.serving.result.ResultCache;
import dev.easel.serving.run.ServableLife.Failed;
import dev.easel.serving.run.ServableLife.Loading;
import dev.easel.serving.run.ServableLife.OnDemand;
import dev.easel.serving.run.ServableLife.Removed;
import dev.easel.serving.run.ServableLife.Serving;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One name's servable through all its loads, swaps, rests and removals. */
public final class ServedGraph implements Servable {
  private static final Logger LOG = LoggerFactory.getLogger(ServedGraph.class);

  private final String name;
  private static final double MILLIS = 1000;

  /** Nobody is told to come back later than this: an estimate may be wrong. */
  private static final Duration LONGEST = Duration.ofSeconds(30);

  /** The group that is never unloaded, as OVMS has it. */
  private static final String PERMANENT = "permanent";

  private final WaitingRuns waiting;
  private final AtomicLong loads = new AtomicLong();
  private final AtomicLong failedLoads = new AtomicLong();
  private volatile ServableLife life;
  private volatile long loadBytes;
  private volatile Optional<Duration> lastLoad = Optional.empty();
  private volatile Optional<String> group = Optional.empty();
  private volatile List<String> furtherNames = List.of();

  /** As the log was told; the repository's keeper alone asks. */
  private boolean hasObstacle;

  private int open;

  /**
   * A servable that is not loaded yet.
   *
   * @param load loads it when a request asks for it
   */
  public ServedGraph(String name, int mostWaiting, Runnable load) {
    this.name = name;
    this.waiting = new WaitingRuns(name, mostWaiting, load);
    life = new Loading(LoadTimes.begin(), Instant.now());
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<String> aliases() {
    List<String> configured = furtherNames;
    List<String> all = new ArrayList<>(configured);
    life.aliases().stream().filter(alias -> !configured.contains(alias)).forEach(all::add);
    return all;
  }

  /** Gives it the further names that the configuration says. */
  public void callAlso(List<String> names) {
    furtherNames = List.copyOf(names);
  }

  @Override
  public boolean isListed() {
    return life.graph().map(LoadedGraph::isListed).orElse(true);
  }

  @Override
  public ServableState state() {
    return life.state();
  }

  @Override
  public Optional<String> failure() {
    return life.failure();
  }

  @Override
  public int hangingCalls() {
    return life.graph().map(LoadedGraph::hangingCalls).orElse(0);
  }

  @Override
  public WorkerReport workers() {
    return life.graph().map(LoadedGraph::workers).orElse(WorkerReport.NONE);
  }

  @Override
  public Optional<CacheReport> resultCache() {
    return life.graph().flatMap(LoadedGraph::results).map(ResultCache::report);
  }

  @Override
  public List<UpstreamReport> upstreams() {
    return life.graph().map(LoadedGraph::upstreams).orElse(List.of());
  }

  @Override
  public Optional<GraphPlan> graph() {
    return life.graph().map(loaded -> loaded.description().plan());
  }

  @Override
  public Optional<LiveReport> live() {
    return life.graph().flatMap(LoadedGraph::live);
  }

  @Override
  public long loads() {
    return loads.get();
  }

  @Override
  public long failedLoads() {
    return failedLoads.get();
  }

  @Override
  public Optional<String> obstacle() {
    return life.graph().flatMap(LoadedGraph::obstacle);
  }

  @Override
  public List<String> warnings() {
    return life.graph().map(LoadedGraph::warnings).orElse(List.of());
  }

  @Override
  public List<TuningReport> tuning() {
    return life.graph().map(LoadedGraph::tuning).orElse(List.of());
  }

  @Override
  public boolean hasLine() {
    return life.graph().map(LoadedGraph::hasLine).orElse(false);
  }

  @Override
  public Occupancy occupancy() {
    return life.graph().map(LoadedGraph::occupancy).orElse(Occupancy.UNKNOWN);
  }

  @Override
  public void check(HttpRequestPayload payload) {
    Optional<LoadedGraph> used = life.graph().filter(LoadedGraph::tryUse);
    if (used.isPresent()) {
      try {
        used.get().check(payload);
      } finally {
        used.get().release();
      }
    } else if (life instanceof Failed || life instanceof Removed || life instanceof Loading) {
      throw refusal(life);
    }
  }

  @Override
  public LoadProgress progress() {
    ServableLife seen = life;
    return new LoadProgress(
        seen.load().phase(),
        seen.load().took(),
        waiting.size() + seen.graph().map(LoadedGraph::waiting).orElse(0),
        loadBytes,
        seen.load().read(),
        lastLoad,
        seen.load().left(lastLoad, loadBytes));
  }

  @Override
  public Instant created() {
    return life.created();
  }

  /** The size of the loaded model's files; 0 when none is loaded. */
  public long modelBytes() {
    return life instanceof Serving serving ? serving.modelBytes() : 0;
  }

  /** Tells the log, once, that the servable has ceased to work, or works again. */
  public void watch() {
    Optional<String> now = obstacle();
    if (now.isPresent() && !hasObstacle) {
      LOG.error("servable '{}' is not ready: {}", name, now.get());
    } else if (now.isEmpty() && hasObstacle) {
      LOG.info("servable '{}' is ready again", name);
    }
    hasObstacle = now.isPresent();
  }

  /** Whether nothing is loaded, and a request would have it loaded. */
  public boolean isOnDemand() {
    return life instanceof OnDemand;
  }

  /** Whether it is loaded and no run uses it. */
  public boolean isUnused() {
    return life.graph().map(LoadedGraph::isUnused).orElse(false);
  }

  /** Whether it is loaded, and no run has used it for so long. */
  public boolean isIdleFor(Duration idle) {
    return isUnused() && System.nanoTime() - lastUseNanos() >= idle.toNanos();
  }

  /** Says what it is loaded and unloaded together with. */
  public void belongsTo(Optional<String> newGroup) {
    group = newGroup;
  }

  /** Whether it is never unloaded for others, nor because it is idle. */
  public boolean isPermanent() {
    return group.equals(Optional.of(PERMANENT));
  }

  /** Whether both are of one group. */
  public boolean isWith(ServedGraph other) {
    return other == this || (group.isPresent() && group.equals(other.group));
  }

  /** Whether requests wait until it is loaded. */
  public boolean isAwaited() {
    return !isRemoved() && waiting.size() > 0;
  }

  @Override
  public List<String> imageEndpoints() {
    return life.graph().map(LoadedGraph::imageEndpoints).orElse(List.of());
  }

  @Override
  public List<String> imageSizes() {
    return life.graph().map(LoadedGraph::imageSizes).orElse(List.of());
  }

  @Override
  public boolean isLoaded() {
    return life.graph().isPresent();
  }

  /** When what is loaded now was. */
  public long loadedNanos() {
    return life instanceof Serving serving ? serving.load().endedNanos() : System.nanoTime();
  }

  /** When a run last began or ended. */
  public long lastUseNanos() {
    return life.graph().map(LoadedGraph::lastUseNanos).orElse(Long.MAX_VALUE);
  }

  @Override
  public RunHandle start(HttpRequestPayload payload, RunTerms terms, RunListener listener) {
    ServedRun run = new ServedRun(payload, terms, listener);
    while (true) {
      if (!(life instanceof Serving serving)) {
        if (await(run)) {
          listener.onStart(run);
          waiting.load();
          return run;
        }
      } else if (serving.loaded().tryUse()) {
        listener.onStart(run);
        run.begin(serving.loaded());
        return run;
      }
      // The graph was swapped between the two lines; the new one stands in the view by now.
    }
  }

  /** Lets a run wait; false when there is a graph by now. */
  private synchronized boolean await(ServedRun run) {
    ServableLife now = life;
    if (now instanceof OnDemand) {
      waiting.add(run);
      return true;
    }
    if (now instanceof Serving) {
      return false;
    }
    throw refusal(now);
  }

  private StatusException refusal(ServableLife now) {
    if (now instanceof Removed) {
      return new StatusException(StatusCode.NOT_FOUND, "servable '" + name + "' was removed");
    }
    if (now instanceof Failed) {
      return new StatusException(StatusCode.UNAVAILABLE, "servable '" + name + "' failed to load");
    }
    LoadProgress progress = progress();
    return RetryLaterException.loading(
        "servable '" + name + "' is being loaded: " + progress.text(),
        progress
            .left()
            .map(left -> left.compareTo(LONGEST) < 0 ? left : LONGEST)
            .orElse(Duration.ZERO));
  }

  /** Whether it was taken out of the list, which is for ever: a name that returns is another's. */
  public boolean isRemoved() {
    return life instanceof Removed;
  }

  /** Says that a load has begun; what serves goes on. */
  public synchronized void loading() {
    life = life.loading(LoadTimes.begin());
  }

  /** Says how large the files are that are being loaded. */
  public void loading(long modelBytes) {
    loadBytes = modelBytes;
  }

  /** Says how much of them is read; nobody says so but while they are being opened. */
  public synchronized void read(long bytes) {
    life = life.with(life.load().at(bytes));
  }

  /** Says how far a load is. */
  public synchronized void loading(LoadPhase phase) {
    life = life.with(life.load().at(phase));
  }

  /**
   * Serves {@code graph} from now on; what was served before is closed when its runs have ended.
   *
   * @return false when the servable was removed meanwhile: the graph is then the caller's to close
   */
  public boolean serve(LoadedGraph graph, long modelBytes) {
    Optional<LoadedGraph> old;
    List<ServedRun> runs;
    synchronized (this) {
      if (isRemoved()) {
        return false;
      }
      old = life.graph();
      open++;
      life = life.serve(graph, modelBytes);
      runs = waiting.take();
      runs.forEach(run -> graph.tryUse());
    }
    loads.incrementAndGet();
    lastLoad = Optional.of(progress().took());
    LOG.info(
        "servable '{}' {} in {} s",
        name,
        old.isPresent() ? "was loaded anew" : "is loaded",
        progress().took().toMillis() / MILLIS);
    runs.forEach(run -> run.begin(graph));
    old.ifPresent(LoadedGraph::release);
    return true;
  }

  /** Says why a load failed; what was served before still is. */
  public void fail(String reason) {
    List<ServedRun> runs;
    ServableLife now;
    synchronized (this) {
      if (isRemoved()) {
        return;
      }
      now = life.fail(reason);
      life = now;
      runs = waiting.take();
    }
    failedLoads.incrementAndGet();
    LOG.error(
        "servable '{}' {}: {}",
        name,
        now instanceof Serving ? "cannot be loaded anew and serves as before" : "cannot be loaded",
        reason);
    runs.forEach(run -> run.fail(refusal(now)));
  }

  /** Says that there is no room to load it; the next request may find some. */
  public void postpone(StatusException reason) {
    List<ServedRun> runs;
    synchronized (this) {
      if (isRemoved()) {
        return;
      }
      life = life.postpone(reason.message());
      runs = waiting.take();
    }
    runs.forEach(run -> run.fail(reason));
  }

  /** Says that there is no room yet; those who wait go on waiting. */
  public synchronized void putOff() {
    if (!isRemoved()) {
      life = life.postpone("waits until other servables have been unloaded");
    }
  }

  /** Unloads what is loaded until a request asks for it; runs that are on their way end first. */
  public void unload() {
    LoadedGraph old;
    synchronized (this) {
      if (!(life instanceof Serving serving)) {
        return;
      }
      old = serving.loaded();
      life = serving.unload();
    }
    LOG.info("servable '{}' is unloaded until a request asks for it", name);
    old.release();
  }

  /** Takes no more requests; the state says when the last run has ended. */
  public void retire() {
    Optional<LoadedGraph> old;
    List<ServedRun> runs;
    ServableLife now;
    synchronized (this) {
      old = life.graph();
      now = life.remove(open > 0);
      life = now;
      runs = waiting.take();
    }
    LOG.info("servable '{}' is removed", name);
    runs.forEach(run -> run.fail(refusal(now)));
    old.ifPresent(LoadedGraph::release);
  }

  /** Says that a graph which was served has been closed. */
  public synchronized void closed() {
    open--;
    if (open == 0 && life instanceof Removed) {
      life = life.remove(false);
    }
  }
}
