package dev.easel.framework.graph;

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
  private final GraphRun run;
  private final List<Node> unopened = new ArrayList<>(0);
  private final List<Node> waiting = new ArrayList<>(0);
  private final List<Node> active = new ArrayList<>(0);

  Sources(GraphRun run) {
    this.run = run;
  }

  void add(Node node) {
    unopened.add(node);
  }

  void opened(Node node) {
    unopened.remove(node);
    waiting.add(node);
  }

  void dropClosed() {
    active.removeIf(Node::isClosed);
  }

  boolean isAnyActive() {
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
    for (Node node : List.copyOf(waiting)) {
      if (node.plan().sourceLayer() == layer) {
        waiting.remove(node);
        active.add(node);
        node.active = true;
        node.scheduleSource();
      }
    }
    return true;
  }

  private static int lowestLayer(List<Node> nodes) {
    int lowest = Integer.MAX_VALUE;
    for (Node node : nodes) {
      lowest = Math.min(lowest, node.plan().sourceLayer());
    }
    return lowest;
  }
}
