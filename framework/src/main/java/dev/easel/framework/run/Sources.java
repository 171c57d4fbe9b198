package dev.easel.framework.run;

import dev.easel.framework.node.NodeRun;
import dev.easel.framework.node.SourceTurns;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.util.ArrayList;
import java.util.List;

/**
 * The nodes without inputs: which are not opened, which wait for their layer, which are active.
 *
 * <p><b>Threads:</b> the owner of the run.
 */
final class Sources {
  private final NodeRun run;
  private final List<SourceTurns> unopened = new ArrayList<>();
  private final List<SourceTurns> waiting = new ArrayList<>();
  private final List<SourceTurns> active = new ArrayList<>();

  Sources(NodeRun run) {
    this.run = run;
  }

  void add(SourceTurns source) {
    unopened.add(source);
  }

  void opened(SourceTurns source) {
    unopened.remove(source);
    waiting.add(source);
  }

  /** Whether any source may still run. */
  boolean isAnyActive() {
    active.removeIf(source -> source.node().isClosed());
    return !active.isEmpty();
  }

  boolean isAnyWaiting() {
    return !waiting.isEmpty();
  }

  /** Activates the lowest layer, if no lower one is still to be opened. */
  boolean activateNextLayer(boolean inputsClosed) {
    int layer = lowestLayer(waiting);
    if (!unopened.isEmpty() && lowestLayer(unopened) < layer) {
      if (inputsClosed) {
        run.fail(
            new StatusException(
                StatusCode.UNKNOWN,
                "Detected a deadlock because source nodes cannot be activated when a source node"
                    + " at a lower layer is still not opened."));
      }
      return false;
    }
    for (SourceTurns source : List.copyOf(waiting)) {
      if (source.layer() == layer) {
        waiting.remove(source);
        active.add(source);
        source.activate();
      }
    }
    return true;
  }

  private static int lowestLayer(List<SourceTurns> sources) {
    int lowest = Integer.MAX_VALUE;
    for (SourceTurns source : sources) {
      lowest = Math.min(lowest, source.layer());
    }
    return lowest;
  }
}
