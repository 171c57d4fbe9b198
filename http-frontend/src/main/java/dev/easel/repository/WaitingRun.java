package dev.easel.repository;

import dev.easel.calculators.payload.HttpRequestPayload;
import dev.easel.framework.status.StatusException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

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
  private final LateRun run = new LateRun();
  private final AtomicBoolean isDecided = new AtomicBoolean();

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
    if (!decide()) {
      graph.release();
      return;
    }
    try {
      run.begin(graph.start(payload, terms, listener));
    } catch (StatusException e) {
      listener.onEnd(Optional.of(e));
    }
  }

  /** Ends without having run. */
  void fail(StatusException reason) {
    if (decide()) {
      listener.onEnd(Optional.of(reason));
    }
  }

  /** Whether the caller is the one who decides. */
  private boolean decide() {
    return isDecided.compareAndSet(false, true);
  }

  @Override
  public void cancel(StatusException reason) {
    if (!giveUp(reason)) {
      run.cancel(reason);
    }
  }

  @Override
  public void stopWaiting(StatusException reason) {
    if (!giveUp(reason)) {
      run.stopWaiting(reason);
    }
  }

  private boolean giveUp(StatusException reason) {
    boolean isMine = decide();
    if (isMine) {
      onGivenUp.accept(this);
      listener.onEnd(Optional.of(reason));
    }
    return isMine;
  }

  @Override
  public void pause() {
    run.pause();
  }

  @Override
  public void resume() {
    run.resume();
  }
}
