package dev.easel.http.trace;

import dev.easel.calculators.http.HttpRequestPayload;
import dev.easel.calculators.http.RunContext;
import dev.easel.framework.calls.NodeTimes;
import java.util.Map;

/**
 * A request's part of a distributed trace, or that of a stored task's run. It ends with its answer
 * or its run, whichever ends later, since a run goes on for a moment after its answer.
 *
 * <p><b>Threads</b>: any; no method waits. {@link #beginRun} comes before {@link #answered}.
 */
public interface RequestSpan {

  /** Of a request that is a part of no trace. */
  RequestSpan NONE = new RequestSpan() {};

  /** What makes what other servers do for the request children of this span. */
  default Map<String, String> headers() {
    return Map.of();
  }

  /** Whether anybody will see it; it is then told what the run did. */
  default boolean isRecorded() {
    return false;
  }

  /** A run is about to be started; its end is told in any case. */
  default void beginRun() {}

  /** What the run is asked for. */
  default void asks(HttpRequestPayload payload) {}

  /** A stage is over. */
  default void stage(RunContext.Stage stage, long nanos) {}

  /** When the nodes of the run worked, which has just ended. */
  default void ran(NodeTimes times) {}

  /** The run has ended, or has not been started after all. */
  default void endRun() {}

  /** The exchange has ended, with an answer or without; of a task, its run. */
  default void answered(AnswerSummary answer) {}
}
