package dev.easel.serving;

import dev.easel.calculators.http.HttpResponsePayload;
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

  /** The request itself says how long it may take, which is less than the run was given. */
  default void onLimit(Duration limit) {}

  /** A model is free for the run for the first time; not told of a graph without a queue. */
  default void onTurn() {}

  /** The run has ended; the last call, made exactly once. */
  void onEnd(Optional<StatusException> failure);
}
