package dev.easel.serving;

import dev.easel.calculators.http.HttpResponsePayload;
import dev.easel.calculators.http.RunContext;
import dev.easel.framework.calls.CallLog;
import dev.easel.framework.plan.GraphPlan;
import dev.easel.framework.status.StatusException;
import java.time.Duration;
import java.util.Optional;

/**
 * Is told what a run answers.
 *
 * <p><b>Threads</b>: called on the graph's threads, one call after another, possibly before {@link
 * Servable#start} has returned; must not wait.
 */
public interface RunListener {

  /** The run emitted an answer, or the next piece of a streamed one. */
  void onResponse(HttpResponsePayload payload);

  /**
   * The run is taken, and is about to begin or to wait for that: what {@link Servable#start} will
   * return, told before the run can do anything.
   */
  default void onStart(RunHandle run) {}

  /**
   * Whether the thread that starts the run may work on it where nothing in its graph blocks. Asked
   * on that thread.
   */
  default boolean lendsThread() {
    return false;
  }

  /** The request itself says how long it may take, which is less than the run was given. */
  default void onLimit(Duration limit) {}

  /** A model is free for the run for the first time; not told of a graph without a queue. */
  default void onTurn() {}

  /** Whether {@link #onPosition} and {@link #onStep} are to be called: that may cost something. */
  default boolean followsProgress() {
    return false;
  }

  /**
   * Where the run stands in the line of its model.
   *
   * @param position how many runs begin before it, and itself
   * @param secondsLeft until its images are there, by estimate
   */
  default void onPosition(int position, double secondsLeft) {}

  /** A stage of the run is over, or one node's or native run's share of it. */
  default void onStage(RunContext.Stage stage, long nanos) {}

  /**
   * A step is done.
   *
   * @param step how many are done
   * @param steps how many there are, over all images
   * @param secondsLeft until the last one, by estimate
   */
  default void onStep(int step, int steps, double secondsLeft) {}

  /** Who is to be told of every call and packet of the run, which is about to begin. */
  default Optional<CallLog> callLog(GraphPlan graph) {
    return Optional.empty();
  }

  /** Whether the run is wanted for itself, and no answer that another run has given before. */
  default boolean needsOwnRun() {
    return false;
  }

  /**
   * All that the {@link #callLog} is told has been told; called before the end, if there is one.
   */
  default void onLogged() {}

  /** The run has ended; the last call, made exactly once. */
  void onEnd(Optional<StatusException> failure);
}
