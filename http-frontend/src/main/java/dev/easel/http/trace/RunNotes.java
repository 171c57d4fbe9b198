package dev.easel.http.trace;

import dev.easel.framework.calls.CallLog;
import dev.easel.framework.calls.NodeTimes;
import dev.easel.framework.calls.RunTrace;
import dev.easel.framework.plan.GraphPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is taken note of in one run: every call for a trace that is kept, the times of its nodes for
 * its span, both, or nothing.
 *
 * <p><b>Threads</b>: any; {@link #begin} comes before {@link #end}.
 */
public final class RunNotes {
  private final TraceShelf shelf;
  private final Optional<String> name;
  private final RequestSpan span;
  private volatile @Nullable RunTrace trace;
  private volatile @Nullable NodeTimes times;

  /**
   * Notes of a run to come.
   *
   * @param shelf where its trace is kept
   * @param name of its trace; empty if it is not to be traced
   */
  public RunNotes(TraceShelf shelf, Optional<String> name, RequestSpan span) {
    this.shelf = shelf;
    this.name = name;
    this.span = span;
  }

  /** Whether a trace of the run is asked for, so that there must be a run. */
  public boolean areOfTrace() {
    return name.isPresent();
  }

  /** The run is about to begin: who is to be told of its calls. */
  public Optional<CallLog> begin(GraphPlan graph) {
    List<CallLog> logs = new ArrayList<>();
    if (name.isPresent()) {
      RunTrace begun = new RunTrace(graph, TraceShelf.MOST_TRACE_BYTES);
      trace = begun;
      logs.add(begun);
    }
    if (span.isRecorded()) {
      NodeTimes begun = new NodeTimes(graph);
      times = begun;
      logs.add(begun);
    }
    return logs.isEmpty() ? Optional.empty() : Optional.of(CallLog.all(logs));
  }

  /** The run has ended. */
  public void end(String request, String servable) {
    RunTrace taken = trace;
    if (taken != null) {
      shelf.keep(new KeptTrace(name.orElseThrow(), request, servable, taken));
    }
    NodeTimes worked = times;
    if (worked != null) {
      span.ran(worked);
    }
  }
}
