package dev.easel.http.metrics;

import dev.easel.calculators.http.RetryLaterException;
import dev.easel.calculators.http.RunContext;
import dev.easel.framework.status.StatusException;
import java.util.Optional;

/**
 * The counting of one run. Whether a run streams shows with its first answer, so a run is counted
 * as accepted then, or at its end when it has none.
 *
 * <p><b>Threads</b>: one at a time, with whatever orders them; {@link #stage} and {@link
 * #serverTiming} any.
 */
public final class RunMetrics {

  private final ServerMetrics metrics;
  private final String servable;
  private final long begunNanos;
  private final StageTimes stages = new StageTimes();
  private String method = "Unary";
  private boolean isAccepted;

  RunMetrics(ServerMetrics metrics, String servable, long begunNanos) {
    this.metrics = metrics;
    this.servable = servable;
    this.begunNanos = begunNanos;
  }

  /** The run has waited for its model until now. */
  public void turn() {
    long waited = System.nanoTime() - begunNanos;
    stages.add(RunContext.Stage.QUEUE, waited);
    metrics.turn(servable, waited);
  }

  /** A stage of the run is over. */
  public void stage(RunContext.Stage stage, long nanos) {
    stages.add(stage, nanos);
  }

  /** What the stages have taken so far, as a {@code Server-Timing} header says it; or "". */
  public String stages() {
    return stages.serverTiming();
  }

  /**
   * The same of an answer that is whole.
   *
   * @param totalNanos what the request has taken
   */
  public String serverTiming(long totalNanos) {
    return stages.serverTiming(totalNanos);
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
    stages.forEach((stage, nanos) -> metrics.stage(servable, stage, nanos));
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
