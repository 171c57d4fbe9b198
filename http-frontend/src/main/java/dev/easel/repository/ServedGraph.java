package dev.easel.repository;

import dev.easel.calculators.payload.HttpRequestPayload;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One name's servable through all its loads, swaps and removals. */
final class ServedGraph implements Servable {

  /** What everybody sees at one moment; replaced as a whole. */
  private record View(
      ServableState state,
      Optional<String> failure,
      Optional<LoadedGraph> graph,
      List<String> aliases,
      Instant created) {}

  private final String name;
  private volatile View view;
  private int open;

  ServedGraph(String name) {
    this.name = name;
    this.view =
        new View(
            ServableState.LOADING, Optional.empty(), Optional.empty(), List.of(), Instant.now());
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
  public Instant created() {
    return view.created();
  }

  @Override
  public RunHandle start(HttpRequestPayload payload, RunListener listener) {
    while (true) {
      View seen = view;
      LoadedGraph graph = seen.graph().orElseThrow(() -> refusal(seen));
      if (graph.tryUse()) {
        return GraphRun.start(graph, payload, listener);
      }
      // The graph was swapped between the two lines; the new one stands in the view by now.
    }
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

  /** Says that a load has begun; what serves goes on. */
  synchronized void loading() {
    View old = view;
    ServableState state = old.graph().isPresent() ? ServableState.AVAILABLE : ServableState.LOADING;
    view = new View(state, Optional.empty(), old.graph(), old.aliases(), old.created());
  }

  /**
   * Serves {@code graph} from now on; what was served before is closed when its runs have ended.
   */
  synchronized void serve(LoadedGraph graph) {
    Optional<LoadedGraph> old = view.graph();
    open++;
    view =
        new View(
            ServableState.AVAILABLE,
            Optional.empty(),
            Optional.of(graph),
            graph.aliases(),
            Instant.now());
    old.ifPresent(LoadedGraph::release);
  }

  /** Says why a load failed; what was served before still is. */
  synchronized void fail(String reason) {
    View old = view;
    view =
        new View(
            old.graph().isPresent() ? ServableState.AVAILABLE : ServableState.LOADING,
            Optional.of(reason),
            old.graph(),
            old.aliases(),
            old.created());
  }

  /** Takes no more requests; the state says when the last run has ended. */
  synchronized void retire() {
    View old = view;
    ServableState state = old.graph().isPresent() ? ServableState.UNLOADING : ServableState.END;
    view = new View(state, Optional.empty(), Optional.empty(), List.of(), old.created());
    old.graph().ifPresent(LoadedGraph::release);
  }

  /** Says that a graph which was served has been closed. */
  synchronized void closed() {
    open--;
    if (open == 0 && view.state() == ServableState.UNLOADING) {
      view =
          new View(
              ServableState.END, Optional.empty(), Optional.empty(), List.of(), view.created());
    }
  }
}
