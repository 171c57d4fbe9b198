package dev.easel.repository;

import dev.easel.calculators.payload.HttpRequestPayload;
import dev.easel.framework.status.StatusException;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A request that waits until its servable is loaded.
 *
 * <p><b>Threads</b>: any; exactly one of begin, fail and cancel decides what becomes of it.
 */
final class WaitingRun implements RunHandle {
  private final HttpRequestPayload payload;
  private final RunTerms terms;
  private final RunListener listener;
  private final Consumer<WaitingRun> onGivenUp;
  private @Nullable RunHandle run;
  private boolean isOver;
  private boolean isPaused;

  WaitingRun(
      HttpRequestPayload payload,
      RunTerms terms,
      RunListener listener,
      Consumer<WaitingRun> onGivenUp) {
    this.payload = payload;
    this.terms = terms;
    this.listener = listener;
    this.onGivenUp = onGivenUp;
  }

  /** Runs on a graph of which the caller has taken a use. */
  void begin(LoadedGraph graph) {
    Optional<StatusException> refusal;
    synchronized (this) {
      if (isOver) {
        graph.release();
        return;
      }
      refusal = tryStart(graph);
    }
    refusal.ifPresent(reason -> listener.onEnd(Optional.of(reason)));
  }

  private Optional<StatusException> tryStart(LoadedGraph graph) {
    try {
      run = graph.start(payload, terms, listener);
    } catch (StatusException e) {
      isOver = true;
      return Optional.of(e);
    }
    if (isPaused) {
      run.pause();
    }
    return Optional.empty();
  }

  /** Ends without having run. */
  void fail(StatusException reason) {
    if (finish()) {
      listener.onEnd(Optional.of(reason));
    }
  }

  private synchronized boolean finish() {
    boolean isFirst = !isOver && run == null;
    isOver |= isFirst;
    return isFirst;
  }

  @Override
  public void cancel(StatusException reason) {
    if (finish()) {
      onGivenUp.accept(this);
      listener.onEnd(Optional.of(reason));
      return;
    }
    started().ifPresent(handle -> handle.cancel(reason));
  }

  private synchronized Optional<RunHandle> started() {
    return Optional.ofNullable(run);
  }

  @Override
  public synchronized void pause() {
    isPaused = true;
    started().ifPresent(RunHandle::pause);
  }

  @Override
  public synchronized void resume() {
    isPaused = false;
    started().ifPresent(RunHandle::resume);
  }
}
