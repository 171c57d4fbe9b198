package dev.easel.repository;

import dev.easel.calculators.payload.HttpRequestPayload;
import dev.easel.calculators.payload.HttpResponsePayload;
import dev.easel.calculators.payload.ImageModel;
import dev.easel.calculators.payload.ImageTask;
import dev.easel.calculators.payload.RunSlot;
import dev.easel.calculators.payload.StreamRequest;
import dev.easel.calculators.payload.WorkModel;
import dev.easel.calculators.payload.Workload;
import dev.easel.framework.status.StatusException;
import dev.easel.repository.line.RunLine;
import dev.easel.repository.line.Ticket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A request that stands in a line, then runs, and gives its place back.
 *
 * <p><b>Threads</b>: any.
 */
final class LinedRun implements RunHandle, RunSlot, RunListener, Ticket.Holder {
  private final RunLine line;
  private final WorkModel model;
  private final HttpRequestPayload payload;
  private final Workload work;
  private final RunListener listener;
  private final BiFunction<RunSlot, RunListener, RunHandle> start;
  private final Runnable onGivenUp;
  private final AtomicBoolean isFreed = new AtomicBoolean();
  private volatile @Nullable Ticket ticket;
  private final LateRun run = new LateRun();
  private int lastPlace;

  private LinedRun(
      RunLine line,
      WorkModel model,
      HttpRequestPayload payload,
      Workload work,
      RunListener listener,
      BiFunction<RunSlot, RunListener, RunHandle> start,
      Runnable onGivenUp) {
    this.line = line;
    this.model = model;
    this.payload = payload;
    this.work = work;
    this.listener = listener;
    this.start = start;
    this.onGivenUp = onGivenUp;
  }

  /**
   * Takes a request into a line.
   *
   * <p><b>Failure</b>: as {@link RunLine#enter}; nothing has begun then and nobody was told.
   *
   * @param start starts the run
   * @param onGivenUp called instead when it is cancelled before its turn
   */
  static LinedRun enter(
      RunLine line,
      WorkModel model,
      HttpRequestPayload payload,
      Workload work,
      RunTerms terms,
      RunListener listener,
      BiFunction<RunSlot, RunListener, RunHandle> start,
      Runnable onGivenUp) {
    LinedRun lined = new LinedRun(line, model, payload, work, listener, start, onGivenUp);
    Duration limit =
        work.task().timeout().filter(own -> own.compareTo(terms.limit()) < 0).orElse(terms.limit());
    lined.ticket = line.enter(terms.caller(), work, limit, lined);
    work.task().timeout().ifPresent(listener::onLimit);
    return lined;
  }

  @Override
  public void begin(Ticket own) {
    ticket = own;
    listener.onTurn();
    run.begin(start.apply(this, this));
  }

  @Override
  public void stand(int place, double seconds) {
    if (place != lastPlace
        && work.task().output().stream().map(StreamRequest::progress).orElse(false)) {
      lastPlace = place;
      listener.onResponse(model.waitingNotice(work.task(), place, seconds));
    }
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // an equal request may be another calculator's
  public Optional<ImageTask> task(HttpRequestPayload request, ImageModel asked) {
    return request == payload && asked == model ? Optional.of(work.task()) : Optional.empty();
  }

  @Override
  public void free() {
    giveBack(true);
  }

  @Override
  public void giveUp() {
    giveBack(false);
  }

  private void giveBack(boolean isDone) {
    Ticket held = ticket;
    if (held != null && isFreed.compareAndSet(false, true)) {
      line.free(held, isDone);
    }
  }

  @Override
  public void onResponse(HttpResponsePayload payload) {
    listener.onResponse(payload);
  }

  @Override
  public void onEnd(Optional<StatusException> failure) {
    giveBack(false);
    listener.onEnd(failure);
  }

  @Override
  public void cancel(StatusException reason) {
    if (!leave(reason)) {
      run.cancel(reason);
    }
  }

  @Override
  public void stopWaiting(StatusException reason) {
    leave(reason);
  }

  /** Leaves the line; false when it does not stand there any more. */
  private boolean leave(StatusException reason) {
    Ticket held = ticket;
    boolean hasLeft = held != null && line.leave(held);
    if (hasLeft) {
      onGivenUp.run();
      listener.onEnd(Optional.of(reason));
    }
    return hasLeft;
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
