package dev.easel.framework.graph;

import dev.easel.framework.plan.GraphPlan;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.framework.stream.Input;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Holds sources and graph inputs back while a queue downstream of them is full.
 *
 * <p><b>Threads:</b> the owner of the run.
 */
final class Throttle {
  private final GraphRun run;
  private final GraphPlan plan;
  private int throttledInputs;

  Throttle(GraphRun run, GraphPlan plan) {
    this.run = run;
    this.plan = plan;
  }

  void becameFull(int stream) {
    for (int source : plan.streams().get(stream).sources()) {
      if (source < plan.nodes().size()) {
        source(source).downstreamFull();
      } else if (run.graphInput(source - plan.nodes().size()).downstreamFull()) {
        throttledInputs++;
      }
    }
  }

  void becameNotFull(int stream) {
    for (int source : plan.streams().get(stream).sources()) {
      if (source < plan.nodes().size()) {
        source(source).downstreamNotFull();
      } else if (run.graphInput(source - plan.nodes().size()).downstreamNotFull()) {
        throttledInputs--;
        run.wakeWaiters();
      }
    }
  }

  private SourceTurns source(int node) {
    return Objects.requireNonNull(run.node(node).turns(), "only sources are throttled");
  }

  /** Whether any graph input is held back. */
  boolean holdsInputs() {
    return throttledInputs > 0;
  }

  /** Lets every full queue grow by one, or reports the deadlock; false if no queue is full. */
  boolean resolveDeadlock() {
    List<Input> full = new ArrayList<>();
    for (Node node : run.nodes()) {
      for (Input input : node.inputs()) {
        if (input.isFull()) {
          full.add(input);
        }
      }
    }
    for (Input input : full) {
      if (plan.config().getReportDeadlock()) {
        run.fail(deadlock(input));
      } else {
        input.limit(input.size() + 1);
      }
    }
    return !full.isEmpty();
  }

  private static StatusException deadlock(Input input) {
    return new StatusException(
        StatusCode.UNAVAILABLE,
        "Detected a deadlock due to input throttling for input stream: \"%s\" of a node \"%s\". All calculators are idle while packet sources remain active and throttled.  Consider adjusting \"max_queue_size\" or \"report_deadlock\"."
            .formatted(input.name(), ((Node) input.owner()).plan().debugName()));
  }
}
