package dev.easel.framework.node;

import dev.easel.framework.packet.Timestamp;
import dev.easel.framework.stream.Output;

/**
 * When a node without inputs is to run: after its layer was activated, while nothing downstream is
 * full, until it stops.
 *
 * <p><b>Threads:</b> the owner of the run.
 */
public final class SourceTurns implements Turns {
  private final Node node;
  private boolean active;
  private boolean stopped;
  private int fullDownstream;

  SourceTurns(Node node) {
    this.node = node;
  }

  /** The node. */
  public Node node() {
    return node;
  }

  /** The layer of the node. */
  public int layer() {
    return node.plan().sourceLayer();
  }

  /** Its layer's turn has come. */
  public void activate() {
    active = true;
    schedule();
  }

  /** One more queue downstream is full. */
  public void downstreamFull() {
    fullDownstream++;
  }

  /** One queue downstream is no longer full. */
  public void downstreamNotFull() {
    fullDownstream--;
    schedule();
  }

  @Override
  public void opened(NodeRun run) {
    run.sourceOpened(this);
  }

  @Override
  public boolean again() {
    schedule();
    return true;
  }

  private void schedule() {
    if (active && fullDownstream == 0) {
      node.scheduleSource(this);
    }
  }

  @Override
  public boolean stop() {
    stopped = true;
    return true;
  }

  @Override
  public boolean isStopped() {
    return stopped;
  }

  /** The order among sources: by layer, by the time they have reached, by place. */
  public boolean comesBefore(SourceTurns other) {
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
