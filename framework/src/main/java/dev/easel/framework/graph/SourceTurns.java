package dev.easel.framework.graph;

import dev.easel.framework.packet.Timestamp;
import dev.easel.framework.stream.Output;

/**
 * When a node without inputs is to run: after its layer was activated, while nothing downstream is
 * full, until it stops.
 *
 * <p><b>Threads:</b> the owner of the run.
 */
final class SourceTurns {
  private final Node node;
  private boolean active;
  private boolean stopped;
  private int fullDownstream;

  SourceTurns(Node node) {
    this.node = node;
  }

  Node node() {
    return node;
  }

  int layer() {
    return node.plan().sourceLayer();
  }

  /** Its layer's turn has come. */
  void activate() {
    active = true;
    schedule();
  }

  void downstreamFull() {
    fullDownstream++;
  }

  void downstreamNotFull() {
    fullDownstream--;
    schedule();
  }

  /** Has the node run once more, unless it is held back. */
  void schedule() {
    if (active && fullDownstream == 0) {
      node.scheduleSource(this);
    }
  }

  /** The calculator says that it has nothing more to send. */
  void stop() {
    stopped = true;
  }

  boolean isStopped() {
    return stopped;
  }

  /** The order among sources: by layer, by the time they have reached, by place. */
  boolean comesBefore(SourceTurns other) {
    if (layer() != other.layer()) {
      return layer() < other.layer();
    }
    long reached = reached();
    long othersReached = other.reached();
    return reached != othersReached ? reached < othersReached : node.id() < other.node.id();
  }

  private long reached() {
    long lowest = Timestamp.MAX;
    for (Output output : node.outputs()) {
      lowest = Math.min(lowest, output.stream().bound());
    }
    return lowest;
  }
}
