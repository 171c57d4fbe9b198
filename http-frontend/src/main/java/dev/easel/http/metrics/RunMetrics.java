package dev.easel.http.metrics;

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

  /** The run has ended. */
  public void end(boolean isFailed) {
    accept();
    metrics.end(servable, method, isFailed, System.nanoTime() - begunNanos);
  }

  private void accept() {
    if (!isAccepted) {
      isAccepted = true;
      metrics.accept(servable, method);
    }
  }
}
