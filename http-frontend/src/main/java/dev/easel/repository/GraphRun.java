package dev.easel.repository;

import dev.easel.calculators.payload.HttpRequestPayload;
import dev.easel.calculators.payload.HttpResponsePayload;
import dev.easel.calculators.payload.RunSlot;
import dev.easel.framework.graph.CalculatorGraph;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.status.StatusException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One request on its way through one graph. */
final class GraphRun implements RunHandle {
  private final LoadedGraph loaded;
  private final RunListener listener;
  private final CalculatorGraph graph;
  private final AtomicReference<@Nullable StatusException> cancelled = new AtomicReference<>();

  private GraphRun(LoadedGraph loaded, Optional<RunSlot> slot, RunListener listener) {
    this.loaded = loaded;
    this.listener = listener;
    this.graph =
        new CalculatorGraph(
            loaded.description(),
            slot.map(it -> loaded.settings().withService(RunSlot.SERVICE, it))
                .orElse(loaded.settings()));
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
    GraphRun run = new GraphRun(loaded, slot, listener);
    run.start(payload);
    return run;
  }

  private void start(HttpRequestPayload payload) {
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
  }

  private void end(Optional<StatusException> status) {
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
      graph.cancel();
    }
  }

  @Override
  public void pause() {
    graph.pause();
  }

  @Override
  public void resume() {
    graph.resume();
  }
}
