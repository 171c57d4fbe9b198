package dev.easel.repository;

import dev.easel.calculators.payload.HttpRequestPayload;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One name's servable through all its loads, swaps, rests and removals. */
final class ServedGraph implements Servable {
  private static final Logger LOG = LoggerFactory.getLogger(ServedGraph.class);

  /** What everybody sees at one moment; replaced as a whole. */
  private record View(
      ServableState state,
      LoadPhase phase,
      Optional<String> failure,
      Optional<LoadedGraph> graph,
      boolean isOnDemand,
      long modelBytes,
      List<String> aliases,
      Instant created,
      long begunNanos,
      long endedNanos) {

    View with(ServableState newState, LoadPhase newPhase, Optional<String> newFailure) {
      return new View(
          newState,
          newPhase,
          newFailure,
          graph,
          isOnDemand,
          modelBytes,
          aliases,
          created,
          begunNanos,
          endedNanos);
    }

    View without(ServableState newState, LoadPhase newPhase, boolean comesBack) {
      return new View(
          newState,
          newPhase,
          comesBack ? failure : Optional.empty(),
          Optional.empty(),
          comesBack,
          0,
          comesBack ? aliases : List.of(),
          created,
          begunNanos,
          endedNanos);
    }

    View timed(long newBegunNanos, long newEndedNanos) {
      return new View(
          state,
          phase,
          failure,
          graph,
          isOnDemand,
          modelBytes,
          aliases,
          created,
          newBegunNanos,
          newEndedNanos);
    }
  }

  private final String name;
  private static final double MILLIS = 1000;

  private final WaitingRuns waiting;
  private final AtomicLong loads = new AtomicLong();
  private final AtomicLong failedLoads = new AtomicLong();
  private volatile View view;

  /** As the log was told; the repository's keeper alone asks. */
  private boolean hasObstacle;

  private int open;

  /**
   * A servable that is not loaded yet.
   *
   * @param load loads it when a request asks for it
   */
  ServedGraph(String name, int mostWaiting, Runnable load) {
    this.name = name;
    this.waiting = new WaitingRuns(name, mostWaiting, load);
    long now = System.nanoTime();
    this.view =
        new View(
            ServableState.LOADING,
            LoadPhase.WAITING,
            Optional.empty(),
            Optional.empty(),
            false,
            0,
            List.of(),
            Instant.now(),
            now,
            now);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<String> aliases() {
    return view.aliases();
  }

  @Override
  public boolean isListed() {
    return view.graph().map(LoadedGraph::isListed).orElse(true);
  }

  @Override
  public ServableState state() {
    return view.state();
  }

  @Override
  public Optional<String> failure() {
    return view.failure();
  }

  @Override
  public int hangingCalls() {
    return view.graph().map(LoadedGraph::hangingCalls).orElse(0);
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
    return view.graph().flatMap(LoadedGraph::obstacle);
  }

  @Override
  public LoadProgress progress() {
    View seen = view;
    boolean isLoading = seen.phase().compareTo(LoadPhase.LOADED) < 0;
    long end = isLoading ? System.nanoTime() : seen.endedNanos();
    return new LoadProgress(
        seen.phase(),
        Duration.ofNanos(end - seen.begunNanos()),
        waiting.size() + seen.graph().map(LoadedGraph::waiting).orElse(0));
  }

  @Override
  public Instant created() {
    return view.created();
  }

  /** The size of the loaded model's files; 0 when none is loaded. */
  long modelBytes() {
    return view.modelBytes();
  }

  /** Tells the log, once, that the servable has ceased to work, or works again. */
  void watch() {
    Optional<String> now = obstacle();
    if (now.isPresent() && !hasObstacle) {
      LOG.error("servable '{}' is not ready: {}", name, now.get());
    } else if (now.isEmpty() && hasObstacle) {
      LOG.info("servable '{}' is ready again", name);
    }
    hasObstacle = now.isPresent();
  }

  /** Whether nothing is loaded, and a request would have it loaded. */
  boolean isOnDemand() {
    return view.isOnDemand();
  }

  /** Whether it is loaded and no run uses it. */
  boolean isUnused() {
    return view.graph().map(LoadedGraph::isUnused).orElse(false);
  }

  /** When a run last began or ended. */
  long lastUseNanos() {
    return view.graph().map(LoadedGraph::lastUseNanos).orElse(Long.MAX_VALUE);
  }

  @Override
  public RunHandle start(HttpRequestPayload payload, RunTerms terms, RunListener listener) {
    ServedRun run = new ServedRun(payload, terms, listener);
    while (true) {
      View seen = view;
      if (seen.graph().isEmpty()) {
        if (await(run)) {
          waiting.load();
          return run;
        }
      } else if (seen.graph().get().tryUse()) {
        run.begin(seen.graph().get());
        return run;
      }
      // The graph was swapped between the two lines; the new one stands in the view by now.
    }
  }

  /** Lets a run wait; false when there is a graph by now. */
  private synchronized boolean await(ServedRun run) {
    if (view.graph().isPresent()) {
      return false;
    }
    if (!view.isOnDemand()) {
      throw refusal(view);
    }
    waiting.add(run);
    return true;
  }

  private StatusException refusal(View seen) {
    return switch (seen.state()) {
      case UNLOADING, END ->
          new StatusException(StatusCode.NOT_FOUND, "servable '" + name + "' was removed");
      default ->
          new StatusException(
              StatusCode.UNAVAILABLE,
              "servable '"
                  + name
                  + (seen.failure().isPresent() ? "' failed to load" : "' is being loaded"));
    };
  }

  /** Whether it was taken out of the list, which is for ever: a name that returns is another's. */
  boolean isRemoved() {
    return view.phase() == LoadPhase.REMOVED;
  }

  /** Says that a load has begun; what serves goes on. */
  synchronized void loading() {
    long now = System.nanoTime();
    if (!isRemoved()) {
      view = view.with(stateWhileLoading(), LoadPhase.WAITING, Optional.empty()).timed(now, now);
    }
  }

  /** Says how far a load is. */
  synchronized void loading(LoadPhase phase) {
    if (!isRemoved()) {
      view = view.with(stateWhileLoading(), phase, view.failure());
    }
  }

  private ServableState stateWhileLoading() {
    return view.graph().isPresent() || view.isOnDemand()
        ? ServableState.AVAILABLE
        : ServableState.LOADING;
  }

  /**
   * Serves {@code graph} from now on; what was served before is closed when its runs have ended.
   *
   * @return false when the servable was removed meanwhile: the graph is then the caller's to close
   */
  boolean serve(LoadedGraph graph, long modelBytes) {
    Optional<LoadedGraph> old;
    List<ServedRun> runs;
    synchronized (this) {
      if (isRemoved()) {
        return false;
      }
      old = view.graph();
      open++;
      view =
          new View(
              ServableState.AVAILABLE,
              LoadPhase.LOADED,
              Optional.empty(),
              Optional.of(graph),
              false,
              modelBytes,
              graph.aliases(),
              Instant.now(),
              view.begunNanos(),
              System.nanoTime());
      runs = waiting.take();
      runs.forEach(run -> graph.tryUse());
    }
    loads.incrementAndGet();
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
  void fail(String reason) {
    List<ServedRun> runs;
    StatusException refusal;
    synchronized (this) {
      if (isRemoved()) {
        return;
      }
      View old = view;
      view =
          old.graph().isPresent()
              ? old.with(ServableState.AVAILABLE, LoadPhase.LOADED, Optional.of(reason))
              : old.without(ServableState.LOADING, LoadPhase.FAILED, false)
                  .with(ServableState.LOADING, LoadPhase.FAILED, Optional.of(reason));
      view = view.timed(old.begunNanos(), System.nanoTime());
      refusal = refusal(view);
      runs = waiting.take();
    }
    failedLoads.incrementAndGet();
    LOG.error(
        "servable '{}' {}: {}",
        name,
        view.graph().isPresent()
            ? "cannot be loaded anew and serves as before"
            : "cannot be loaded",
        reason);
    runs.forEach(run -> run.fail(refusal));
  }

  /** Says that there is no room to load it; the next request may find some. */
  void postpone(StatusException reason) {
    List<ServedRun> runs;
    synchronized (this) {
      if (isRemoved()) {
        return;
      }
      View old = view;
      view =
          old.graph().isPresent()
              ? old.with(ServableState.AVAILABLE, LoadPhase.LOADED, Optional.of(reason.message()))
              : old.without(ServableState.AVAILABLE, LoadPhase.ON_DEMAND, true);
      view = view.timed(old.begunNanos(), System.nanoTime());
      runs = waiting.take();
    }
    runs.forEach(run -> run.fail(reason));
  }

  /** Unloads what is loaded until a request asks for it; runs that are on their way end first. */
  void unload() {
    Optional<LoadedGraph> old;
    synchronized (this) {
      old = view.graph();
      if (old.isEmpty()) {
        return;
      }
      view = view.without(ServableState.AVAILABLE, LoadPhase.ON_DEMAND, true);
    }
    LOG.info("servable '{}' is unloaded until a request asks for it", name);
    old.get().release();
  }

  /** Unloads it when no request has used it for a while. */
  void unloadAfter(Duration idle) {
    if (isUnused() && System.nanoTime() - lastUseNanos() >= idle.toNanos()) {
      unload();
    }
  }

  /** Takes no more requests; the state says when the last run has ended. */
  void retire() {
    Optional<LoadedGraph> old;
    List<ServedRun> runs;
    StatusException refusal;
    synchronized (this) {
      old = view.graph();
      view =
          view.without(
              open > 0 ? ServableState.UNLOADING : ServableState.END, LoadPhase.REMOVED, false);
      refusal = refusal(view);
      runs = waiting.take();
    }
    LOG.info("servable '{}' is removed", name);
    runs.forEach(run -> run.fail(refusal));
    old.ifPresent(LoadedGraph::release);
  }

  /** Says that a graph which was served has been closed. */
  synchronized void closed() {
    open--;
    if (open == 0 && view.state() == ServableState.UNLOADING) {
      view = view.without(ServableState.END, LoadPhase.REMOVED, false);
    }
  }
}
