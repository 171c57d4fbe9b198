package dev.easel.http.metrics;

import dev.easel.calculators.http.RetryLaterException;
import dev.easel.framework.status.StatusException;
import java.util.Optional;

/**
 * The counting of one run. Whether a run streams shows with its first answer, so a run is counted
 * as accepted then, or at its end when it has none.
 *
 * <p><b>Threads</b>: one at a time, with whatever orders them.
 */
public final class RunMetrics {

  private final ServerMetrics metrics;
  private final String servable;
  private final long begunNanos;
  private String method = "Unary";
  private boolean isAccepted;

  RunMetrics(ServerMetrics metrics, String servable, long begunNanos) {
    this.metrics = metrics;
    this.servable = servable;
    this.begunNanos = begunNanos;
  }

  /** The run has waited for its model until now. */
  public void turn() {
    metrics.turn(servable, System.nanoTime() - begunNanos);
  }

  /** The run gave an answer, or a piece of a streamed one. */
  public void respond(boolean isStreaming) {
    method = isStreaming ? "Stream" : "Unary";
    accept();
    metrics.respond(servable, method);
  }

  /** The run has not begun after all. */
  public void reject() {
    metrics.reject(servable);
  }

  /** The run is told to stop. */
  public void cancel(CancelReason reason) {
    metrics.cancel(servable, reason);
  }

  /** The run has ended; one that its graph's queue did not take has never been in it. */
  public void end(Optional<StatusException> failure) {
    if (!isAccepted && failure.filter(RunMetrics::isRefusal).isPresent()) {
      reject();
      return;
    }
    accept();
    metrics.end(servable, method, failure.isPresent(), System.nanoTime() - begunNanos);
  }

  private static boolean isRefusal(StatusException failure) {
    return failure.failures().stream().anyMatch(RetryLaterException.class::isInstance);
  }

  private void accept() {
    if (!isAccepted) {
      isAccepted = true;
      metrics.accept(servable, method);
    }
  }
}
