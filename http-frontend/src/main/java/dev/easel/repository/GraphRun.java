package dev.easel.repository;

import dev.easel.calculators.payload.HttpRequestPayload;
import dev.easel.calculators.payload.HttpResponsePayload;
import dev.easel.calculators.payload.RunSlot;
import dev.easel.framework.graph.CalculatorGraph;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.status.StatusException;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way through one graph.
 *
 * <p><b>Ownership</b>: when the run has ended, whichever way, its graph is closed and its use of
 * what is loaded given back.
 */
final class GraphRun implements RunHandle {
  private final LoadedGraph loaded;
  private final RunListener listener;

  /** Empty when it could not be made; the run has ended then. */
  private final Optional<CalculatorGraph> graph;

  private final AtomicReference<@Nullable StatusException> cancelled = new AtomicReference<>();

  private GraphRun(LoadedGraph loaded, Optional<CalculatorGraph> graph, RunListener listener) {
    this.loaded = loaded;
    this.graph = graph;
    this.listener = listener;
  }

  /**
   * Starts a run on a graph of which the caller holds a use; the run gives it back at its end, also
   * when it cannot start.
   */
  static GraphRun start(
      LoadedGraph loaded,
      HttpRequestPayload payload,
      Optional<RunSlot> slot,
      RunListener listener) {
    CalculatorGraph graph;
    try {
      graph =
          new CalculatorGraph(
              loaded.description(),
              slot.map(it -> loaded.settings().withService(RunSlot.SERVICE, it))
                  .orElse(loaded.settings()));
    } catch (StatusException e) {
      GraphRun none = new GraphRun(loaded, Optional.empty(), listener);
      none.end(Optional.of(e));
      return none;
    }
    GraphRun run = new GraphRun(loaded, Optional.of(graph), listener);
    run.start(graph, payload);
    return run;
  }

  private void start(CalculatorGraph graph, HttpRequestPayload payload) {
    GraphEnds ends = loaded.ends();
    try {
      graph.observeOutputStream(
          ends.output(), packet -> listener.onResponse(packet.get(HttpResponsePayload.class)));
      graph.onDone(this::end);
      graph.startRun(loaded.resources().sidePackets());
    } catch (StatusException e) {
      end(Optional.of(e));
      return;
    }
    try {
      graph.addPacketToInputStream(ends.input(), Packet.of(payload, 0));
      graph.closeAllPacketSources();
    } catch (StatusException e) {
      graph.cancel(); // the run has started, so its end tells the listener
    }
    loaded.applicationThreads().ifPresent(threads -> haveRun(graph, threads));
  }

  /** The graph's nodes run on a thread that waits for them, so one is made to wait. */
  private static void haveRun(CalculatorGraph graph, Executor threads) {
    try {
      threads.execute(() -> awaitEnd(graph));
    } catch (RuntimeException e) {
      graph.cancel();
      awaitEnd(graph);
    }
  }

  private static void awaitEnd(CalculatorGraph graph) {
    try {
      graph.waitUntilDone();
    } catch (StatusException e) {
      // The listener is told of it.
    }
  }

  /** The run is over: what the graph has opened for it ends before anybody hears of that. */
  private void end(Optional<StatusException> status) {
    try {
      graph.ifPresent(CalculatorGraph::close);
    } finally {
      tellEnd(status);
    }
  }

  private void tellEnd(Optional<StatusException> status) {
    try {
      StatusException reason = cancelled.get();
      listener.onEnd(status.isPresent() && reason != null ? Optional.of(reason) : status);
    } finally {
      loaded.release();
    }
  }

  @Override
  public void cancel(StatusException reason) {
    if (cancelled.compareAndSet(null, reason)) {
      graph.ifPresent(CalculatorGraph::cancel);
    }
  }

  @Override
  public void stopWaiting(StatusException reason) {}

  @Override
  public void pause() {
    graph.ifPresent(CalculatorGraph::pause);
  }

  @Override
  public void resume() {
    graph.ifPresent(CalculatorGraph::resume);
  }
}
